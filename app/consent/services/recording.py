"""Record consent for a draft, and submit a case under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.models import Case
from app.consent import forms_folder, queries, receipts
from app.consent.events import ConsentRecorded
from app.consent.models import Consent, ConsentScope
from app.consent.rules import CAPACITY_OF, Assent, Giver, Method, Scope
from app.kernel.audit import Subject
from app.kernel.audit import record as write_audit
from app.kernel.errors import Conflict, Refusal, mark
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
    cases.note_consent(session, case, ends_at=terms.expires_at, quizzes=Scope.QUIZ in terms.scopes)
    write_audit(session, actor.id, "consent.recorded", Subject.CONSENT, consent.id, at=at, case_id=case.id)
    outbox.add(ConsentRecorded(consent.id, case.id))
    return consent, code


def submit_case(session: Session, outbox: Outbox, actor: Actor, case: Case, *, content_hash: str, at: datetime) -> None:
    """Send a case to the moderators if consent for the library is in force; raises what `cases.submit` raises."""
    consented = queries.in_force(session, case.id, Scope.LIBRARY, at)
    cases.submit(session, outbox, actor, case, content_hash=content_hash, consented=consented, at=at)


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
