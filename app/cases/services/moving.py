"""The steps of a case's life between its author, the moderators and the library."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.cases import queries
from app.cases.content import as_json, fingerprint
from app.cases.delicate import delicate_in
from app.cases.events import CaseHidden, CasePublished, CaseResolved, CaseReturned, CaseSubmitted
from app.cases.identifiers import recount
from app.cases.models import Case, CaseRevision
from app.cases.rules import SHOWN, Blocker, CaseStatus, Delicate, Step, check_step
from app.cases.services.change_ends import supersede_change
from app.cases.services.step import move
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, Refusal, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor


class NotReady(Refusal):
    """A draft that lacks something; `blockers` says what."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        missing = ", ".join(blocker.value.replace("_", " ") for blocker in blockers)
        super().__init__(mark("This case isn't complete yet: %(missing)s."), missing=missing)
        self.blockers = tuple(blockers)


def submit(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    case: Case,
    *,
    content_hash: str,
    consented: bool,
    at: datetime,
) -> None:
    """Send the draft to the moderators. The author confirms the content with this hash: nobody can be recognised.

    `consented` is the consent room's word that consent for the library is in force. Raises NotReady, or Conflict
    when the case isn't what the author has seen.
    """
    if actor.id != case.author_id:
        raise NotAllowed(mark("Only its author submits a case."))
    check_step(Step.SUBMIT, case.status, CaseStatus.SUBMITTED)
    recount(case)
    missing = [blocker for blocker in queries.blockers(case) if blocker is not Blocker.NO_CONSENT or not consented]
    if not consented or not case.is_consented_at(at):
        missing = list(dict.fromkeys([*missing, Blocker.NO_CONSENT]))
    if missing:
        raise NotReady(missing)
    check_seen(case, content_hash)
    case.author_confirmed, case.moderator_confirmed, case.submitted_at = content_hash, "", at
    number = keep_revision(session, case, at=at)
    move(session, actor.id, case, Step.SUBMIT, CaseStatus.SUBMITTED, at=at, revision=number)
    outbox.add(CaseSubmitted(case.id))


def begin_review(session: Session, actor: Actor, case: Case, *, at: datetime) -> None:
    """A moderator has taken the case up."""
    move(session, actor.id, case, Step.BEGIN_REVIEW, CaseStatus.IN_REVIEW, at=at)


def release(session: Session, actor: Actor | None, case: Case, *, at: datetime) -> None:
    """The case waits for a moderator again; nobody does it where a lease has run out."""
    move(session, actor.id if actor else None, case, Step.RELEASE, CaseStatus.SUBMITTED, at=at)


def publish(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    case: Case,
    *,
    content_hash: str,
    first_approved_by: int | None = None,
    delicate: Collection[Delicate] = (),
    at: datetime,
) -> None:
    """A second person confirms the content with this hash, and readers may read it.

    `delicate` is what other rooms know of the case beside what stands in it; where there is anything,
    `first_approved_by` is another moderator who has approved the same content. Raises what `check_publishable` raises,
    and NotAllowed where two people are needed and aren't there.
    """
    check_publishable(actor, case, content_hash=content_hash, at=at)
    note_approval(actor, case, first_approved_by, delicate)
    case.moderator_confirmed, case.published_at = content_hash, at
    case.shown_from = at + timedelta(days=case.delay_days) if case.delay_days else None
    _note_shown(session, case, at)
    move(session, actor.id, case, Step.PUBLISH, CaseStatus.PUBLISHED, at=at)
    outbox.add(CasePublished(case.id))


def check_publishable(actor: Actor, case: Case, *, content_hash: str, at: datetime) -> None:
    """Whether this moderator can stand by this content, whoever else must.

    Raises NotAllowed for the author, Conflict when the content is another, Refusal when consent isn't in force.
    """
    check_step(Step.PUBLISH, case.status, CaseStatus.PUBLISHED)
    if actor.account_id == case.author_id:
        raise NotAllowed(mark("Nobody decides about their own case."))
    check_consent(in_force=case.is_consented_at(at))
    check_seen(case, content_hash)
    if case.author_confirmed != content_hash:
        raise Conflict(mark("The author has not confirmed this version of the case."))


def _note_shown(session: Session, case: Case, at: datetime) -> None:
    """The revision that was submitted last is what readers see; what was hidden and sent back before is forgotten."""
    of_case = update(CaseRevision).where(CaseRevision.case_id == case.id)
    newest = select(func.max(CaseRevision.number)).where(CaseRevision.case_id == case.id).scalar_subquery()
    session.execute(of_case.where(CaseRevision.withheld).values(content={}, content_hash=""))
    session.execute(of_case.where(CaseRevision.number == newest).values(shown_at=at))


def begin_showing(session: Session, outbox: Outbox, case: Case, *, at: datetime) -> None:
    """The delay of a published case is over; readers see it anyway, this tells the other rooms."""
    if case.shown_from is None or case.shown_from > at or case.status not in SHOWN:
        return
    case.shown_from = None
    session.flush()
    record(session, None, "case.delay_over", Subject.CASE, case.id, at=at)
    outbox.add(CasePublished(case.id))


def return_for_changes(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """Give the case back to its author; both confirmations lapse, and so does a change that was planned.

    What readers saw of a case that was hidden is in no history any more: why it was hidden may stand in it.
    """
    check_step(Step.RETURN, case.status, CaseStatus.CHANGES_REQUESTED)
    supersede_change(session, outbox, actor.id, case, at=at)
    if case.status is CaseStatus.HIDDEN:
        session.execute(update(CaseRevision).where(CaseRevision.case_id == case.id).values(withheld=True))
    case.author_confirmed = case.moderator_confirmed = ""
    move(session, actor.id, case, Step.RETURN, CaseStatus.CHANGES_REQUESTED, at=at)
    outbox.add(CaseReturned(case.id))


def reject(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """Say that this case won't be published."""
    move(session, actor.id, case, Step.REJECT, CaseStatus.REJECTED, at=at)
    outbox.add(CaseReturned(case.id))


def hide(session: Session, outbox: Outbox, actor: Actor | None, case: Case, *, at: datetime) -> None:
    """Take the case out of the library until somebody has decided; nobody does it where detectors are in doubt."""
    move(session, actor.id if actor else None, case, Step.HIDE, CaseStatus.HIDDEN, at=at)
    outbox.add(CaseHidden(case.id))


def show_again(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    case: Case,
    *,
    first_approved_by: int | None = None,
    delicate: Collection[Delicate] = (),
    at: datetime,
) -> None:
    """Put a hidden case back as what it was, in the library or in quizzes alone.

    `delicate` and `first_approved_by` are as in `publish`.
    Raises what `check_showable` raises, and NotAllowed where two people are needed and aren't there.
    """
    check_showable(session, case, at=at)
    note_approval(actor, case, first_approved_by, delicate)
    put_back(session, outbox, actor, case, at=at)


def put_back(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """Put a hidden case back under the approvals that it has; raises what `check_showable` raises."""
    former = check_showable(session, case, at=at)
    move(session, actor.id, case, Step.SHOW_AGAIN, former, at=at)
    outbox.add(CasePublished(case.id))


def check_showable(session: Session, case: Case, *, at: datetime) -> CaseStatus:
    """What the hidden case would be again; raises Refusal when consent isn't in force any more."""
    former = queries.standing(session, case)
    check_step(Step.SHOW_AGAIN, case.status, former)
    check_consent(in_force=case.is_in_use_at(at))
    check_seen(case, case.moderator_confirmed)
    return former


def note_delicate(session: Session, actor: Actor, case: Case, kinds: Collection[Delicate], *, at: datetime) -> None:
    """A moderator has seen what the author hasn't said. It stays with the case, whatever its author says later."""
    known = delicate_in(case)
    added = [kind.value for kind in Delicate if kind in kinds and kind not in known]
    if added:
        case.delicate_found = [*case.delicate_found, *added]
        session.flush()
        record(session, actor.id, "case.found_delicate", Subject.CASE, case.id, at=at, kinds=" ".join(added))


def resolve(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """The diagnosis has been confirmed by a colleague."""
    move(session, actor.id, case, Step.RESOLVE, CaseStatus.RESOLVED, at=at)
    outbox.add(CaseResolved(case.id))


def reopen(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """The diagnosis is in doubt; the case stays in the library."""
    move(session, actor.id, case, Step.REOPEN, CaseStatus.PUBLISHED, at=at)
    outbox.add(CasePublished(case.id))


def note_consent(
    session: Session, case: Case, *, ends_at: datetime | None, library: bool = True, quizzes: bool = False
) -> None:
    """What the case may be used for, until then or without end. For the consent room; raises nothing."""
    case.consented, case.quiz_consented, case.consent_ends_at = library, quizzes, ends_at
    session.flush()


def note_approval(actor: Actor, case: Case, first_by: int | None, delicate: Collection[Delicate]) -> None:
    """Write down who stands by the case; two people, of whom neither is its author, by a delicate one."""
    needs_two = bool(delicate_in(case) or delicate)
    if needs_two and first_by in (None, actor.account_id, case.author_id):
        raise NotAllowed(mark("Two moderators approve what this case shows, and neither is its author."))
    case.needs_two, case.first_approved_by = needs_two, first_by if needs_two else None
    case.approved_by = actor.account_id


def check_seen(case: Case, content_hash: str) -> None:
    """Raise Conflict unless this is the hash of what the case says."""
    if not content_hash or fingerprint(case) != content_hash or case.content_hash != content_hash:
        raise Conflict(mark("This case has changed since you looked at it. Look at it again and decide anew."))


def check_consent(*, in_force: bool) -> None:
    """Raise Refusal unless consent for the use in question is in force."""
    if not in_force:
        raise Refusal(mark("Consent for this case is not in force, so it can't be shown."))


def keep_revision(session: Session, case: Case, *, at: datetime, shown_at: datetime | None = None) -> int:
    """Keep what the case says now; return its number. `shown_at`: readers see it from then on."""
    newest = select(func.max(CaseRevision.number)).where(CaseRevision.case_id == case.id)
    number = (session.scalar(newest) or 0) + 1
    content = as_json(case)
    kept = {"content": content, "content_hash": case.content_hash, "at": at, "shown_at": shown_at}
    session.add(CaseRevision(case_id=case.id, number=number, **kept))
    return number
