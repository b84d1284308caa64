"""Use cases of consent: record it, submit a case under it, withdraw it, let it run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import EndReason
from app.consent import forms_folder, queries, receipts
from app.consent.events import ConsentRecorded, ConsentWithdrawn
from app.consent.models import Consent, ConsentScope
from app.consent.rules import CAPACITY_OF, Assent, Giver, Method, Scope
from app.kernel.audit import Subject
from app.kernel.audit import record as write_audit
from app.kernel.errors import Conflict, NotAllowed, Refusal, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor

EASTERNMOST = timedelta(hours=14)
"""Where the day begins first it is tomorrow already."""


@dataclass(frozen=True)
class Terms:
    """What was agreed to, by whom and how. `reference` finds the signed form at the institution; no name."""

    giver: Giver
    assent: Assent
    jurisdiction: str
    language: str
    form_version: str
    method: Method
    reference: str
    given_on: date
    scopes: frozenset[Scope]
    expires_at: datetime | None = None


class BadTerms(Refusal):
    """Consent that would be none."""


class UnknownCode(Refusal):
    """No consent has this receipt code."""


def record(
    session: Session, outbox: Outbox, actor: Actor, case: Case, terms: Terms, *, at: datetime
) -> tuple[Consent, str]:
    """Record consent for a draft; return it and the receipt code for the giver, which can't be had again.

    Raises BadTerms, or Conflict where consent has been recorded already.
    """
    cases.check_editable(actor, case)
    _check(terms, case, at)
    if queries.live_consent(session, case.id) is not None:
        raise Conflict(mark("Consent for this case has been recorded already."))
    code = receipts.new_code()
    consent = Consent(
        case_id=case.id,
        giver=terms.giver,
        capacity=CAPACITY_OF[terms.giver],
        assent=terms.assent,
        jurisdiction=terms.jurisdiction,
        language=terms.language,
        form_version=terms.form_version,
        method=terms.method,
        reference=terms.reference,
        given_on=terms.given_on,
        material_hash=cases.fingerprint(case),
        receipt_hash=receipts.digest(code),
        recorded_by=actor.account_id,
        recorded_at=at,
        expires_at=terms.expires_at,
        grants=[ConsentScope(scope=scope) for scope in sorted(terms.scopes)],
    )
    session.add(consent)
    cases.note_consent(session, case, ends_at=terms.expires_at)
    write_audit(session, actor.id, "consent.recorded", Subject.CONSENT, consent.id, at=at, case_id=case.id)
    outbox.add(ConsentRecorded(consent.id, case.id))
    return consent, code


def submit_case(session: Session, outbox: Outbox, actor: Actor, case: Case, *, content_hash: str, at: datetime) -> None:
    """Send a case to the moderators if consent for the library is in force; raises what `cases.submit` raises."""
    consented = queries.in_force(session, case.id, Scope.LIBRARY, at)
    cases.submit(session, outbox, actor, case, content_hash=content_hash, consented=consented, at=at)


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


def _check(terms: Terms, case: Case, at: datetime) -> None:
    about_child, asked = terms.giver is Giver.PARENT, terms.assent is not Assent.NOT_APPLICABLE
    is_form = forms_folder.is_known(terms.jurisdiction, terms.language, terms.form_version)
    is_over = terms.expires_at is not None and terms.expires_at <= at
    faults = (
        (Scope.LIBRARY not in terms.scopes, mark("Consent must cover the library, or there is nothing to share.")),
        (about_child != asked, mark("Say whether the child agreed, or was too young to be asked.")),
        (not is_form, mark("This version of the form isn't known here.")),
        (not terms.reference.strip(), mark("Say under which reference the signed form is kept.")),
        (terms.given_on > (at + EASTERNMOST).date(), mark("Consent can't have been given in the future.")),
        (is_over, mark("Consent that has run out already can't be recorded.")),
        (
            terms.method is Method.SYNTHETIC and not case.is_synthetic,
            mark("Only an invented case can do with an invented consent."),
        ),
    )
    for holds, message in faults:
        if holds:
            raise BadTerms(message)
