"""What a moderator needs to check what somebody offers: the confirmed domain, the registers, the colleague."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.free_mail import domain_of
from app.accounts.labels import ABILITIES
from app.accounts.naming import person_of
from app.accounts.regions import abilities
from app.accounts.registers import registers_of
from app.accounts.rules import EvidenceKind
from app.moderation.models import Review, VerificationDocument


def evidence(session: Session, review: Review) -> dict[str, object]:
    """For the review's page, whatever kind of evidence it is."""
    request = accounts.verification_by_id(session, review.subject_id)
    if request is None:
        return {}
    account = request.account
    could = abilities(account.occupation, account.country)
    return {
        "domain": domain_of(request.address) if request.kind is EvidenceKind.INSTITUTIONAL_EMAIL else "",
        "voucher": person_of(request.voucher) if request.voucher else None,
        "registers": registers_of(account.country, account.occupation),
        "has_document": session.get(VerificationDocument, request.id) is not None,
        "could": [label for ability, label in ABILITIES.items() if ability in could],
    }
