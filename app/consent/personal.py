"""What this room holds about a person: consents they recorded, copies they took; never who gave consent."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.consent.models import Consent, ConsentOpening, Export
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
    taken = select(Export.case_id, Export.kind, Export.at, Export.recalled_at).where(Export.account_id == account_id)
    yield Chapter("copies", "Copies you took", rows(session, taken.order_by(Export.id)))
    looked = select(ConsentOpening.consent_id, ConsentOpening.opened_at, ConsentOpening.reason, ConsentOpening.words)
    opened = looked.where(ConsentOpening.opened_by == account_id).order_by(ConsentOpening.id)
    yield Chapter("openings", "Signatures you opened", rows(session, opened))
