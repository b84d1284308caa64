"""The end of consent: withdrawn by its author, a moderator or the patient, or run out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import EndReason
from app.consent import queries, receipts
from app.consent.events import ConsentWithdrawn
from app.consent.models import Consent
from app.kernel.audit import Subject
from app.kernel.audit import record as write_audit
from app.kernel.errors import NotAllowed, Refusal, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor


class UnknownCode(Refusal):
    """No consent has this receipt code."""


def withdraw(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """End the case, as its author or as a moderator; what was consented to is withdrawn with it."""
    if actor.id == case.author_id:
        reason = EndReason.AUTHOR
    elif actor.is_moderator:
        reason = EndReason.MODERATOR
    else:
        raise NotAllowed(mark("Only its author, the patient and moderators withdraw a case."))
    _end(session, outbox, actor.id, case, reason=reason, at=at)


def withdraw_by_receipt(session: Session, outbox: Outbox, code: str, *, at: datetime) -> None:
    """End the case whose receipt this is, for whoever holds it. A second time does no harm; raises UnknownCode."""
    consent = queries.by_receipt(session, receipts.digest(code))
    if consent is None:
        raise UnknownCode(mark("We don't know this code. Compare each letter with your receipt and try again."))
    case = session.get_one(Case, consent.case_id)
    if not case.is_gone:
        _end(session, outbox, None, case, reason=EndReason.PATIENT, at=at)


def expire(session: Session, outbox: Outbox, case: Case, *, at: datetime) -> None:
    """End a case whose consent has run out; one that has ended already stays as it is."""
    if not case.is_gone and case.id in queries.expired_cases(session, at):
        cases.end(session, outbox, None, case, reason=EndReason.EXPIRED, at=at)


def forget_reference(session: Session, case_id: int) -> None:
    """Forget where the form of an ended case is kept: those who keep it find it without us, and nobody else should."""
    session.execute(update(Consent).where(Consent.case_id == case_id).values(reference=""))


def _end(
    session: Session, outbox: Outbox, actor_id: int | None, case: Case, *, reason: EndReason, at: datetime
) -> None:
    consent = queries.live_consent(session, case.id)
    cases.end(session, outbox, actor_id, case, reason=reason, at=at)
    if consent is not None:
        consent.withdrawn_at = at
        session.flush()
        write_audit(session, actor_id, "consent.withdrawn", Subject.CONSENT, consent.id, at=at, case_id=case.id)
        outbox.add(ConsentWithdrawn(consent.id, case.id))
