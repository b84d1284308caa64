"""The queue: opening a review, taking it up, giving it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases import queries as case_queries
from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.kernel.errors import Conflict, NotAllowed, NotFound, WrongStep, mark
from app.moderation import queries
from app.moderation.models import Review, ReviewParty
from app.moderation.rules import CLAIM_LEASE, SAME_PRESS, ReviewKind, ReviewStatus
from app.moderation.services.entry import note
from app.policy.actor import Actor
from app.policy.rules import Permission, may


def open_review(
    session: Session,
    kind: ReviewKind,
    subject_id: int,
    author_id: int,
    *,
    at: datetime,
    by: int | None = None,
    first_by: int | None = None,
    case_id: int | None = None,
    parties: Collection[int] = (),
) -> Review:
    """Put a subject into the queue; one that was there before is opened again. Opening an open one is fine.

    What was decided last time stays to be read until there's another decision; a first approval lapses. `first_by` is
    who has decided about it before, where somebody else must now. `case_id` is the case that a picture or an item is
    part of; `parties` are others than the author who have worked on it and may not decide.
    """
    review = queries.of_subject(session, kind, subject_id)
    if review is None:
        about = {"kind": kind, "subject_id": subject_id, "author_id": author_id, "case_id": case_id}
        review = Review(**about, opened_at=at, first_by=first_by)
        session.add(review)
        _involve(review, parties)
    elif review.status is ReviewStatus.OPEN:
        return review
    else:
        review.status, review.opened_at = ReviewStatus.OPEN, at
        review.first_by, review.first_hash = first_by, ""
        _involve(review, (author_id, *parties))
    note(session, review, by, "opened", at=at)
    return review


def _involve(review: Review, parties: Collection[int]) -> None:
    known = {party.account_id for party in review.parties}
    for account_id in sorted(set(parties) - known - {review.author_id}):
        review.parties.append(ReviewParty(account_id=account_id))


def claim(session: Session, actor: Actor, review: Review, *, at: datetime) -> None:
    """Take a review up for half an hour, or for another one; raises Conflict while somebody else holds it.

    A lease that has run out is anybody's to take over. Pressing twice is pressing once.
    """
    lock(session, review)
    check_moderator(actor, review)
    if review.status is not ReviewStatus.OPEN:
        raise WrongStep(mark("This has been decided already."))
    if review.is_held_at(at) and review.claimed_by != actor.id:
        raise Conflict(mark("A colleague is looking at this at the moment."))
    until = at + CLAIM_LEASE
    if review.claimed_until is not None and until - SAME_PRESS < review.claimed_until <= until:
        return
    review.claimed_by, review.claimed_until = actor.account_id, until
    if review.kind is ReviewKind.CASE:
        _begin(session, actor, review, at)
    note(session, review, actor.id, "claimed", at=at)


def _begin(session: Session, actor: Actor, review: Review, at: datetime) -> None:
    case = _case(session, review)
    if case.status is CaseStatus.SUBMITTED:
        cases.begin_review(session, actor, case, at=at)
    elif case.status is not CaseStatus.IN_REVIEW:
        raise WrongStep(mark("This case doesn't wait for moderators any more."))


def release(session: Session, actor: Actor, review: Review, *, at: datetime) -> None:
    """Give a claimed review back to the queue."""
    lock(session, review)
    check_holder(actor, review, at)
    unclaim(review)
    if review.kind is ReviewKind.CASE:
        case = _case(session, review)
        if case.status is CaseStatus.IN_REVIEW:
            cases.release(session, actor, case, at=at)
    note(session, review, actor.id, "released", at=at)


def lock(session: Session, review: Review) -> None:
    """Wait for whoever changes the review at this moment, and see what they have made of it.

    On SQLite a writer is alone anyway.
    """
    session.execute(select(Review.id).where(Review.id == review.id).with_for_update())
    session.refresh(review)


def unclaim(review: Review) -> None:
    """Nobody holds the review any more."""
    review.claimed_by = review.claimed_until = None


def check_moderator(actor: Actor, review: Review) -> None:
    """Raise NotAllowed for everybody but moderators, and for them where it's about their own work."""
    if not may(actor, Permission.DECIDE_REVIEW, review):
        raise NotAllowed(mark("Moderators decide, and nobody about their own work."))
    if review.kind is ReviewKind.SECOND_LOOK and review.first_by == actor.id:
        raise NotAllowed(mark("You decided about this the first time. A colleague takes the second look."))


def check_holder(actor: Actor, review: Review, at: datetime) -> None:
    """Raise Conflict unless this moderator holds the open review at this moment."""
    check_moderator(actor, review)
    if review.status is not ReviewStatus.OPEN:
        raise Conflict(mark("This has been decided already."))
    if review.claimed_by != actor.id or not review.is_held_at(at):
        raise Conflict(mark("You don't hold this: take it up first. It falls free after half an hour."))


def _case(session: Session, review: Review) -> Case:
    case = case_queries.by_id(session, review.subject_id)
    if case is None:
        raise NotFound()
    return case
