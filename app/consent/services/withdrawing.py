"""The end of consent, of all or of some uses: withdrawn by the author, a moderator or the patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cases import queries as case_queries
from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus, EndReason
from app.consent import queries, receipts
from app.consent.events import ConsentWithdrawn, ScopeWithdrawn
from app.consent.models import Consent
from app.consent.rules import Scope, holds_the_case
from app.kernel.audit import Subject
from app.kernel.audit import record as write_audit
from app.kernel.errors import NotAllowed, Refusal, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor

EVERYTHING = frozenset(Scope)


class UnknownCode(Refusal):
    """No consent has this receipt code."""


def withdraw(
    session: Session, outbox: Outbox, actor: Actor, case: Case, *, scopes: frozenset[Scope] = EVERYTHING, at: datetime
) -> None:
    """Take back these uses, or all, as the case's author or as a moderator. What is of no use any more ends."""
    if actor.id == case.author_id:
        reason = EndReason.AUTHOR
    elif actor.is_moderator:
        reason = EndReason.MODERATOR
    else:
        raise NotAllowed(mark("Only its author, the patient and moderators withdraw a case."))
    _take_back(session, outbox, case, scopes, _Deed(actor.id, reason, at))


def withdraw_by_receipt(
    session: Session, outbox: Outbox, code: str, *, scopes: frozenset[Scope] = EVERYTHING, at: datetime
) -> Consent:
    """Take back these uses, or all, for whoever holds the receipt. A second time does no harm; raises UnknownCode."""
    consent = by_code(session, code)
    case = session.get_one(Case, consent.case_id)
    if not case.is_gone:
        _take_back(session, outbox, case, scopes, _Deed(None, EndReason.PATIENT, at))
    return consent


def take_back_again(session: Session, outbox: Outbox, case: Case, scopes: frozenset[Scope], *, at: datetime) -> bool:
    """Take back what a restore has given back; return whether there was anything."""
    consent = queries.live_consent(session, case.id)
    if consent is None or not consent.scopes & scopes:
        return False
    _take_back(session, outbox, case, scopes, _Deed(None, EndReason.PATIENT, at))
    return True


def by_code(session: Session, code: str) -> Consent:
    """The consent whose receipt code this is; raises UnknownCode."""
    consent = queries.by_receipt(session, receipts.digest(code))
    if consent is None:
        raise UnknownCode(mark("We don't know this code. Compare each letter with your receipt and try again."))
    return consent


def forget_reference(session: Session, case_id: int) -> None:
    """Forget where the form of an ended case is kept: those who keep it find it without us, and nobody else should."""
    session.execute(update(Consent).where(Consent.case_id == case_id).values(reference=""))


def ends_with(session: Session, case: Case, consent: Consent | None, scopes: frozenset[Scope]) -> bool:
    """Whether taking back these uses leaves none for which the case could stay."""
    is_resolved = case_queries.standing(session, case) is CaseStatus.RESOLVED
    return consent is None or not holds_the_case(consent.scopes - scopes, is_resolved=is_resolved)


@dataclass(frozen=True)
class _Deed:
    """Who takes consent back (nobody we know, with a code), as whom, and when."""

    actor_id: int | None
    reason: EndReason
    at: datetime


def _take_back(session: Session, outbox: Outbox, case: Case, scopes: frozenset[Scope], deed: _Deed) -> None:
    consent = queries.live_consent(session, case.id)
    if consent is None or ends_with(session, case, consent, scopes):
        _end(session, outbox, case, consent, deed)
    elif taken := consent.scopes & scopes:
        _narrow(session, outbox, case, consent, taken, at=deed.at)
        said = ",".join(sorted(taken))
        _write_down(session, deed, "consent.narrowed", consent, scopes=said)


def _end(session: Session, outbox: Outbox, case: Case, consent: Consent | None, deed: _Deed) -> None:
    cases.end(session, outbox, deed.actor_id, case, reason=deed.reason, at=deed.at)
    if consent is not None:
        consent.withdrawn_at = deed.at
        session.flush()
        _write_down(session, deed, "consent.withdrawn", consent)
        outbox.add(ConsentWithdrawn(consent.id, case.id))


def _narrow(
    session: Session, outbox: Outbox, case: Case, consent: Consent, taken: frozenset[Scope], *, at: datetime
) -> None:
    """Take back some uses and leave the others exactly as they were."""
    for grant in consent.grants:
        if grant.scope in taken:
            grant.withdrawn_at = at
    in_library = case.consented and Scope.LIBRARY not in taken
    in_quizzes = case.quiz_consented and Scope.QUIZ not in taken
    cases.note_consent(session, case, ends_at=case.consent_ends_at, library=in_library, quizzes=in_quizzes)
    outbox.add(ScopeWithdrawn(consent.id, case.id))


def _write_down(session: Session, deed: _Deed, action: str, consent: Consent, **detail: str) -> None:
    write_audit(
        session, deed.actor_id, action, Subject.CONSENT, consent.id, at=deed.at, case_id=consent.case_id, **detail
    )
