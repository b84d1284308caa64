"""Resolutions: the author proposes, a second verified clinician confirms or disputes, the author may have doubts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.deid.answering import LONGEST_REASON
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, Refusal, WrongStep, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.threads import queries
from app.threads.events import CaseReopened, ResolutionConfirmed, ResolutionProposed
from app.threads.models import Resolution
from app.threads.rules import ResolutionStatus
from app.threads.values import Proposal


def propose(
    session: Session, outbox: Outbox, actor: Actor, case: Case, proposal: Proposal, *, at: datetime
) -> Resolution:
    """The author names the diagnosis, or words an unconfirmed proposal anew; a colleague has to confirm it.

    A new wording is a new row: a colleague confirms what they have read, never what it has become meanwhile.
    """
    if not may(actor, Permission.PROPOSE_RESOLUTION, case):
        raise NotAllowed(mark("The author of a case proposes its resolution."))
    _replace(session, case)
    resolution = Resolution(
        case_id=case.id,
        diagnosis=proposal.diagnosis.strip(),
        basis=proposal.basis,
        certainty=proposal.certainty,
        explanation=proposal.explanation.strip(),
        teaching_points=[point.strip() for point in proposal.teaching_points if point.strip()],
        kept_reason=proposal.kept_reason,
        proposed_by=actor.account_id,
        proposed_at=at,
    )
    session.add(resolution)
    session.flush()
    record(session, actor.id, "resolution.proposed", Subject.RESOLUTION, resolution.id, at=at)
    outbox.add(ResolutionProposed(resolution.id, case.id))
    return resolution


def check_replaceable(standing: Resolution | None) -> None:
    """Raise WrongStep where a confirmed resolution stands: it must be put in doubt before there's another."""
    if standing is not None and standing.status is ResolutionStatus.CONFIRMED:
        raise WrongStep(mark("This case is resolved. Reopen it first."))


def _replace(session: Session, case: Case) -> None:
    former = queries.live_resolution(session, case.id)
    check_replaceable(former)
    if former is not None:
        former.status = ResolutionStatus.REPLACED
        session.flush()  # the database allows one live resolution per case at any moment


def confirm(session: Session, outbox: Outbox, actor: Actor, resolution: Resolution, *, at: datetime) -> None:
    """A second verified clinician agrees: the case is resolved in the same transaction."""
    _check_judge(actor, resolution)
    resolution.status = ResolutionStatus.CONFIRMED
    resolution.confirmed_by, resolution.confirmed_at = actor.account_id, at
    session.flush()
    record(session, actor.id, "resolution.confirmed", Subject.RESOLUTION, resolution.id, at=at)
    cases.resolve(session, outbox, actor, resolution.case, at=at)
    outbox.add(ResolutionConfirmed(resolution.id, resolution.case_id))


def dispute(
    session: Session, actor: Actor, resolution: Resolution, *, dissent: str, kept_reason: str = "", at: datetime
) -> None:
    """A colleague disagrees: the proposal is kept with their reason, and the author may propose again.

    `kept_reason`, for words of the dissent, joins that for the words of the proposal.
    """
    _check_judge(actor, resolution)
    if not dissent.strip():
        raise Refusal(mark("Say why you disagree."))
    resolution.status, resolution.disputed_by = ResolutionStatus.DISPUTED, actor.account_id
    resolution.dissent = dissent.strip()
    resolution.kept_reason = "; ".join(filter(None, (resolution.kept_reason, kept_reason)))[:LONGEST_REASON]
    session.flush()
    record(session, actor.id, "resolution.disputed", Subject.RESOLUTION, resolution.id, at=at)


def _check_judge(actor: Actor, resolution: Resolution) -> None:
    if not may(actor, Permission.CONFIRM_RESOLUTION, resolution):
        raise NotAllowed(mark("A verified clinician other than the author confirms a resolution."))
    if resolution.status is ResolutionStatus.REPLACED:
        raise Conflict(mark("The author has worded this proposal anew. Read it again and decide then."))
    if resolution.status is not ResolutionStatus.PROPOSED:
        raise Conflict(mark("This proposal has been decided already."))


def reopen(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """The confirmed diagnosis is in doubt: the case is open again, and its items rest."""
    if not may(actor, Permission.PROPOSE_RESOLUTION, case):
        raise NotAllowed(mark("The author of a case reopens it."))
    resolution = queries.confirmed_resolution(session, case.id)
    if resolution is None or case.status is not CaseStatus.RESOLVED:
        raise WrongStep(mark("This case isn't resolved."))
    set_aside(session, outbox, actor, case, at=at)
    cases.reopen(session, outbox, actor, case, at=at)


def set_aside(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """What was confirmed doesn't stand any more, because the case itself will change; nothing confirmed is fine."""
    resolution = queries.confirmed_resolution(session, case.id)
    if resolution is None:
        return
    resolution.status = ResolutionStatus.REOPENED
    session.flush()
    record(session, actor.id, "resolution.reopened", Subject.RESOLUTION, resolution.id, at=at)
    outbox.add(CaseReopened(resolution.id, case.id))
