"""Use cases of threads: commit an opinion, skip, comment, propose, confirm, dispute, reopen; and the thread's end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, Refusal, WrongStep, mark
from app.kernel.folding import fold
from app.kernel.outbox import Outbox
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.threads import queries
from app.threads.events import CaseReopened, CommentPosted, OpinionGiven, ResolutionConfirmed, ResolutionProposed
from app.threads.models import Comment, Hypothesis, Opinion, Resolution
from app.threads.rules import MOST_HYPOTHESES, ResolutionStatus
from app.threads.values import Guess, Proposal


def give_opinion(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    case: Case,
    guesses: Sequence[Guess],
    *,
    certainty: int | None,
    at: datetime,
) -> Opinion:
    """Commit a ranked differential of one to three diagnoses, blind; `certainty` is a percentage or None.

    Raises Conflict for a second opinion: what was committed blind stays as it was.
    """
    named = [guess for guess in guesses if guess.diagnosis.strip()]
    if not 1 <= len(named) <= MOST_HYPOTHESES:
        raise Refusal(mark("Name at least one diagnosis and at most %(most)s."), most=MOST_HYPOTHESES)
    if len({fold(guess.diagnosis) for guess in named}) < len(named):
        raise Refusal(mark("The same diagnosis stands in your list twice."))
    opinion = _commit(session, actor, case, skipped=False, certainty=certainty, at=at)
    opinion.hypotheses = [
        Hypothesis(rank=rank, diagnosis=guess.diagnosis.strip(), reason=guess.reason.strip())
        for rank, guess in enumerate(named, 1)
    ]
    session.flush()
    record(session, actor.id, "opinion.given", Subject.CASE, case.id, at=at)
    outbox.add(OpinionGiven(opinion.id, case.id))
    return opinion


def skip(session: Session, actor: Actor, case: Case, *, at: datetime) -> Opinion:
    """Open the thread without an opinion; raises Conflict when one was committed."""
    opinion = _commit(session, actor, case, skipped=True, certainty=None, at=at)
    record(session, actor.id, "opinion.skipped", Subject.CASE, case.id, at=at)
    return opinion


def _commit(
    session: Session, actor: Actor, case: Case, *, skipped: bool, certainty: int | None, at: datetime
) -> Opinion:
    if not may(actor, Permission.GIVE_OPINION, case):
        raise NotAllowed(mark("Verified members give an opinion, on cases that aren't their own."))
    opinion = Opinion(
        case_id=case.id,
        account_id=actor.account_id,
        skipped=skipped,
        certainty=certainty,
        standing=actor.standing,
        given_at=at,
    )
    try:
        with session.begin_nested():
            session.add(opinion)
    except IntegrityError as error:
        raise Conflict(mark("You have opened this thread already; your first opinion stands.")) from error
    return opinion


def comment(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    case: Case,
    *,
    body: str,
    reply_to: int | None = None,
    at: datetime,
) -> Comment:
    """Say something in the thread, or answer somebody in it; raises Refusal for nothing said."""
    if not may(actor, Permission.COMMENT, case):
        raise NotAllowed(mark("Verified members comment."))
    if queries.must_commit_first(actor, case) and not queries.has_opened(session, actor.account_id, case.id):
        raise WrongStep(mark("Give your own opinion first, or choose to read only."))
    if not body.strip():
        raise Refusal(mark("Write something first."))
    if reply_to is not None and session.scalar(select(Comment.case_id).where(Comment.id == reply_to)) != case.id:
        raise Refusal(mark("What you answer isn't part of this thread."))
    posted = Comment(
        case_id=case.id,
        author_id=actor.account_id,
        reply_to=reply_to,
        standing=actor.standing,
        body=body.strip(),
        posted_at=at,
    )
    session.add(posted)
    session.flush()
    record(session, actor.id, "comment.posted", Subject.COMMENT, posted.id, at=at)
    outbox.add(CommentPosted(posted.id, case.id))
    return posted


def hide_comment(session: Session, actor: Actor, posted: Comment, *, at: datetime) -> None:
    """Keep a comment from readers until moderators have decided."""
    posted.hidden_at = posted.hidden_at or at
    session.flush()
    record(session, actor.id, "comment.hidden", Subject.COMMENT, posted.id, at=at)


def restore_comment(session: Session, actor: Actor, posted: Comment, *, at: datetime) -> None:
    """Show a hidden comment again."""
    posted.hidden_at = None
    session.flush()
    record(session, actor.id, "comment.restored", Subject.COMMENT, posted.id, at=at)


def remove_comment(session: Session, actor: Actor, posted: Comment, *, at: datetime) -> None:
    """Take a comment's text away for good; its place in the thread stays."""
    posted.body, posted.hidden_at = "", posted.hidden_at or at
    session.flush()
    record(session, actor.id, "comment.removed", Subject.COMMENT, posted.id, at=at)


def propose(
    session: Session, outbox: Outbox, actor: Actor, case: Case, proposal: Proposal, *, at: datetime
) -> Resolution:
    """The author names the diagnosis, or words an unconfirmed proposal anew; a colleague has to confirm it."""
    if not may(actor, Permission.PROPOSE_RESOLUTION, case):
        raise NotAllowed(mark("The author of a case proposes its resolution."))
    resolution = queries.live_resolution(session, case.id)
    if resolution is not None and resolution.status is ResolutionStatus.CONFIRMED:
        raise WrongStep(mark("This case is resolved. Reopen it first."))
    if resolution is None:
        resolution = Resolution(case_id=case.id, proposed_by=actor.account_id)
        session.add(resolution)
    resolution.diagnosis, resolution.basis = proposal.diagnosis.strip(), proposal.basis
    resolution.certainty, resolution.explanation = proposal.certainty, proposal.explanation.strip()
    resolution.teaching_points = [point.strip() for point in proposal.teaching_points if point.strip()]
    resolution.proposed_at = at
    session.flush()
    record(session, actor.id, "resolution.proposed", Subject.RESOLUTION, resolution.id, at=at)
    outbox.add(ResolutionProposed(resolution.id, case.id))
    return resolution


def confirm(session: Session, outbox: Outbox, actor: Actor, resolution: Resolution, *, at: datetime) -> None:
    """A second verified clinician agrees: the case is resolved in the same transaction."""
    _check_judge(actor, resolution)
    resolution.status = ResolutionStatus.CONFIRMED
    resolution.confirmed_by, resolution.confirmed_at = actor.account_id, at
    session.flush()
    record(session, actor.id, "resolution.confirmed", Subject.RESOLUTION, resolution.id, at=at)
    cases.resolve(session, outbox, actor, resolution.case, at=at)
    outbox.add(ResolutionConfirmed(resolution.id, resolution.case_id))


def dispute(session: Session, actor: Actor, resolution: Resolution, *, dissent: str, at: datetime) -> None:
    """A colleague disagrees: the proposal is kept with their reason, and the author may propose again."""
    _check_judge(actor, resolution)
    if not dissent.strip():
        raise Refusal(mark("Say why you disagree."))
    resolution.status, resolution.dissent = ResolutionStatus.DISPUTED, dissent.strip()
    session.flush()
    record(session, actor.id, "resolution.disputed", Subject.RESOLUTION, resolution.id, at=at)


def _check_judge(actor: Actor, resolution: Resolution) -> None:
    if not may(actor, Permission.CONFIRM_RESOLUTION, resolution):
        raise NotAllowed(mark("A verified clinician other than the author confirms a resolution."))
    if resolution.status is not ResolutionStatus.PROPOSED:
        raise Conflict(mark("This proposal has been decided already."))


def reopen(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """The confirmed diagnosis is in doubt: the case is open again, and its items rest."""
    if not may(actor, Permission.PROPOSE_RESOLUTION, case):
        raise NotAllowed(mark("The author of a case reopens it."))
    resolution = queries.confirmed_resolution(session, case.id)
    if resolution is None or case.status is not CaseStatus.RESOLVED:
        raise WrongStep(mark("This case isn't resolved."))
    resolution.status = ResolutionStatus.REOPENED
    session.flush()
    record(session, actor.id, "resolution.reopened", Subject.RESOLUTION, resolution.id, at=at)
    cases.reopen(session, outbox, actor, case, at=at)
    outbox.add(CaseReopened(resolution.id, case.id))


def erase(session: Session, case_id: int) -> None:
    """Take every word of an ended case's thread away; bare rows stay, because others point at them."""
    of_case = select(Opinion.id).where(Opinion.case_id == case_id)
    session.execute(delete(Hypothesis).where(Hypothesis.opinion_id.in_(of_case)))
    session.execute(update(Comment).where(Comment.case_id == case_id).values(body=""))
    session.execute(
        update(Resolution)
        .where(Resolution.case_id == case_id)
        .values(diagnosis="", explanation="", teaching_points=[], dissent="")
    )
