"""What this room holds about a person: the consents they recorded. Who gave them is nobody's to take away."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.consent.models import Consent
from app.kernel.personal import Chapter, rows


def export(session: Session, account_id: int) -> Iterator[Chapter]:
    """That they recorded a consent, when and by which form: neither giver, nor reference, nor receipt."""
    wanted = select(
        Consent.case_id,
        Consent.jurisdiction,
        Consent.language,
        Consent.form_version,
        Consent.method,
        Consent.recorded_at,
        Consent.expires_at,
        Consent.withdrawn_at,
    )
    mine = wanted.where(Consent.recorded_by == account_id).order_by(Consent.id)
    yield Chapter("consents", "Consents you recorded", rows(session, mine))
