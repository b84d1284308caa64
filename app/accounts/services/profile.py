"""What people decide about how others see them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.rules import STUDENTS
from app.kernel.audit import Subject, record
from app.kernel.errors import Refusal, mark


def choose_name(session: Session, account: Account, *, hidden: bool, studying_since: int | None, at: datetime) -> None:
    """Show readers the name, or only what the person is and since when; moderators always see the name."""
    if studying_since is not None and studying_since > at.year:
        raise Refusal(mark("Give the year in which your studies began, this year at the latest."))
    account.name_hidden, account.name_chosen_at = hidden, at
    account.studying_since = studying_since if account.occupation in STUDENTS else None
    session.flush()
    action = "account.name_hidden" if hidden else "account.name_shown"
    record(session, account.id, action, Subject.ACCOUNT, account.id, at=at)
