"""After a restore: sign-ins and links that were revoked or used since then must not be good again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.models import OneTimeToken, SignIn


def end_sign_ins_and_links(session: Session, *, at: datetime) -> None:
    """Everybody signs in anew and asks for a new link. What happened is one audit row: that of the restore."""
    session.execute(update(SignIn).where(SignIn.revoked_at.is_(None)).values(revoked_at=at))
    session.execute(update(OneTimeToken).where(OneTimeToken.used_at.is_(None)).values(used_at=at))
