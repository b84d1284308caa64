"""Use cases of moderation: open, claim, release, decide, flag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cases import queries as case_queries
from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, NotFound, Refusal, WrongStep, mark
from app.kernel.outbox import Outbox
from app.moderation import queries
from app.moderation.effects import EFFECTS, Effect
from app.moderation.events import ContentFlagged, ReviewDecided
from app.moderation.models import Flag, Review, ReviewEntry
from app.moderation.rules import (
    ALLOWED,
    CLAIM_LEASE,
    NEEDS_REASON,
    Decision,
    Reason,
    ReviewKind,
    ReviewStatus,
)
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.threads import services as threads
from app.threads.models import Comment


@dataclass(frozen=True)
class Verdict:
    """What a moderator decided, about which version of what they saw.

    `content_hash` is of the case as shown to them; `expires_at` is for verifications.
    """

    decision: Decision
    version: int
    reasons: tuple[Reason, ...] = ()
    note: str = ""
    content_hash: str = ""
    expires_at: datetime | None = None


def open_review(
    session: Session, kind: ReviewKind, subject_id: int, author_id: int, *, at: datetime, by: int | None = None
) -> Review:
    """Put a subject into the queue; one that was there before is opened again. Opening an open one is fine."""
    review = queries.of_subject(session, kind, subject_id)
    if review is None:
        review = Review(kind=kind, subject_id=subject_id, author_id=author_id, opened_at=at)
        session.add(review)
    elif review.status is ReviewStatus.OPEN:
        return review
    else:
        review.status, review.opened_at = ReviewStatus.OPEN, at
        _unclaim(review)
    session.flush()
    _note(session, review, by, "opened", at=at)
    return review


def claim(session: Session, actor: Actor, review: Review, *, at: datetime) -> None:
    """Take a review up for half an hour; raises Conflict while somebody else holds it."""
    _check_moderator(actor, review)
    if review.status is not ReviewStatus.OPEN:
        raise WrongStep(mark("This has been decided already."))
    if _is_held(review, at) and review.claimed_by != actor.id:
        raise Conflict(mark("A colleague is looking at this at the moment."))
    review.claimed_by, review.claimed_until = actor.account_id, at + CLAIM_LEASE
    if review.kind is ReviewKind.CASE:
        _begin(session, actor, review, at)
    session.flush()
    _note(session, review, actor.id, "claimed", at=at)


def _begin(session: Session, actor: Actor, review: Review, at: datetime) -> None:
    case = _case(session, review)
    if case.status is CaseStatus.SUBMITTED:
        cases.begin_review(session, actor, case, at=at)


def release(session: Session, actor: Actor, review: Review, *, at: datetime) -> None:
    """Give a claimed review back to the queue."""
    _check_holder(actor, review, at)
    _unclaim(review)
    if review.kind is ReviewKind.CASE:
        case = _case(session, review)
        if case.status is CaseStatus.IN_REVIEW:
            cases.release(session, actor, case, at=at)
    session.flush()
    _note(session, review, actor.id, "released", at=at)


def decide(session: Session, outbox: Outbox, actor: Actor, review: Review, verdict: Verdict, *, at: datetime) -> None:
    """Decide, with everything that follows from it in the same transaction.

    Raises Conflict when the review or the case isn't what the moderator saw, Refusal for a missing reason.
    """
    _check_holder(actor, review, at)
    if review.version != verdict.version:
        raise Conflict(mark("Somebody changed this meanwhile. Load the page again and decide anew."))
    if verdict.decision not in ALLOWED[review.kind]:
        raise WrongStep(mark("This can't be decided in that way."))
    if verdict.decision in NEEDS_REASON and not (verdict.reasons or verdict.note.strip()):
        raise Refusal(mark("Give a reason, so that the author knows what to do."))
    EFFECTS[review.kind, verdict.decision](Effect(session, outbox, actor, review, verdict, at))
    review.status, review.decision = ReviewStatus.DECIDED, verdict.decision
    review.decided_by, review.decided_at = actor.account_id, at
    review.reasons, review.note = [reason.value for reason in verdict.reasons], verdict.note.strip()
    _unclaim(review)
    session.flush()
    _note(session, review, actor.id, verdict.decision.value, at=at, reasons=review.reasons)
    outbox.add(ReviewDecided(review.id))


def flag(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    subject: Case | Comment,
    *,
    reason: Reason,
    note: str = "",
    at: datetime,
) -> Review:
    """Hide a case or a comment at once and put it on top of the queue; raises Conflict for a second flag."""
    if not may(actor, Permission.FLAG, subject):
        raise NotAllowed(mark("Verified members flag what they can read."))
    kind = ReviewKind.FLAGGED_CASE if isinstance(subject, Case) else ReviewKind.FLAGGED_COMMENT
    review = open_review(session, kind, subject.id, subject.author_id, at=at, by=actor.id)
    try:
        with session.begin_nested():
            session.add(Flag(review_id=review.id, account_id=actor.account_id, reason=reason, note=note.strip(), at=at))
    except IntegrityError as error:
        raise Conflict(mark("You have flagged this before; moderators have decided about it.")) from error
    if isinstance(subject, Case):
        cases.hide(session, outbox, actor, subject, at=at)
    else:
        threads.hide_comment(session, actor, subject, at=at)
    outbox.add(ContentFlagged(review.id))
    return review


def void(session: Session, kind: ReviewKind, subject_id: int, *, at: datetime) -> None:
    """Take a review out of the queue whose subject has gone; no review is fine."""
    review = queries.of_subject(session, kind, subject_id)
    if review is None or review.status is not ReviewStatus.OPEN:
        return
    review.status = ReviewStatus.VOID
    _unclaim(review)
    session.flush()
    _note(session, review, None, "voided", at=at)


def _case(session: Session, review: Review) -> Case:
    case = case_queries.by_id(session, review.subject_id)
    if case is None:
        raise NotFound()
    return case


def _check_moderator(actor: Actor, review: Review) -> None:
    if not may(actor, Permission.DECIDE_REVIEW, review):
        raise NotAllowed(mark("Moderators decide, and nobody about their own work."))


def _check_holder(actor: Actor, review: Review, at: datetime) -> None:
    _check_moderator(actor, review)
    if review.status is not ReviewStatus.OPEN:
        raise Conflict(mark("This has been decided already."))
    if review.claimed_by != actor.id or not _is_held(review, at):
        raise Conflict(mark("Take this up first: half an hour after that it's free for others again."))


def _is_held(review: Review, at: datetime) -> bool:
    return review.claimed_until is not None and at < review.claimed_until


def _unclaim(review: Review) -> None:
    review.claimed_by = review.claimed_until = None


def _note(
    session: Session,
    review: Review,
    actor_id: int | None,
    action: str,
    *,
    at: datetime,
    reasons: list[str] | None = None,
) -> None:
    session.add(ReviewEntry(review_id=review.id, at=at, actor_id=actor_id, action=action, reasons=reasons or []))
    session.flush()
    record(session, actor_id, f"review.{action}", Subject.REVIEW, review.id, at=at)
