"""Record consent for a draft, and submit a case under it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.models import Case
from app.consent import forms_folder, queries, receipts
from app.consent.events import ConsentRecorded
from app.consent.jurisdictions import BY_CODE
from app.consent.models import Consent, ConsentScope
from app.consent.rules import CAPACITY_OF, SIGNED, Scope
from app.consent.terms import BadTerms, Circumstances, Terms, check
from app.kernel.audit import Subject
from app.kernel.audit import record as write_audit
from app.kernel.errors import Conflict, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor


def record(
    session: Session, outbox: Outbox, actor: Actor, case: Case, terms: Terms, *, at: datetime
) -> tuple[Consent, str]:
    """Record consent for a draft; return it and the receipt code for the giver, which can't be had again.

    Raises BadTerms, or Conflict where consent has been recorded already.
    """
    cases.check_editable(actor, case)
    if terms.method in SIGNED:
        raise BadTerms(mark("What is signed on a screen is recorded by signing it there."))
    return keep(session, outbox, actor.id, case, terms, recorded_by=actor.account_id, at=at)


def keep(
    session: Session,
    outbox: Outbox,
    actor_id: int | None,
    case: Case,
    terms: Terms,
    *,
    recorded_by: int,
    at: datetime,
) -> tuple[Consent, str]:
    """The one way into the table: check the terms against the rules of their place, keep them, tell the case.

    `actor_id` is none where the giver does it, who has no account. Returns and raises what `record` does.
    """
    form = forms_folder.find(terms.jurisdiction, terms.language, terms.form_version)
    place = BY_CODE.get(terms.jurisdiction)
    if form is None or place is None:
        raise BadTerms(mark("This version of the form isn't known here."))
    check(terms, Circumstances(place, case.age_band, case.is_synthetic, at))
    if queries.live_consent(session, case.id) is not None:
        raise Conflict(mark("Consent for this case has been recorded already."))
    code = receipts.new_code()
    consent = Consent(
        case_id=case.id,
        giver=terms.giver,
        capacity=CAPACITY_OF[terms.giver],
        authority=terms.authority,
        assent=terms.assent,
        jurisdiction=terms.jurisdiction,
        language=terms.language,
        form_version=terms.form_version,
        form_hash=form.digest,
        method=terms.method,
        reference=terms.reference,
        witnessed=terms.witnessed,
        given_on=terms.given_on,
        material_hash=cases.fingerprint(case),
        receipt_hash=receipts.digest(code),
        recorded_by=recorded_by,
        recorded_at=at,
        expires_at=terms.expires_at,
        grants=[ConsentScope(scope=scope) for scope in sorted(terms.scopes)],
    )
    session.add(consent)
    cases.note_consent(session, case, ends_at=terms.expires_at, quizzes=Scope.QUIZ in terms.scopes)
    write_audit(session, actor_id, "consent.recorded", Subject.CONSENT, consent.id, at=at, case_id=case.id)
    outbox.add(ConsentRecorded(consent.id, case.id))
    return consent, code


def submit_case(session: Session, outbox: Outbox, actor: Actor, case: Case, *, content_hash: str, at: datetime) -> None:
    """Send a case to the moderators if consent for the library is in force; raises what `cases.submit` raises."""
    consented = queries.in_force(session, case.id, Scope.LIBRARY, at)
    cases.submit(session, outbox, actor, case, content_hash=content_hash, consented=consented, at=at)
