"""Reads of the review queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from app.cases import queries as cases
from app.moderation.models import Flag, Review, ReviewEntry
from app.moderation.rules import FLAGS, ReviewKind, ReviewStatus
from app.policy.actor import Actor


@dataclass(frozen=True)
class Change:
    """A field that differs between the two latest submissions."""

    field: str
    before: str
    after: str


def by_id(session: Session, review_id: int) -> Review | None:
    """The review, or None."""
    return session.get(Review, review_id)


def of_subject(session: Session, kind: ReviewKind, subject_id: int) -> Review | None:
    """The one review of this kind about this subject."""
    return session.scalar(select(Review).where(Review.kind == kind, Review.subject_id == subject_id))


def queue(session: Session, actor: Actor, kind: ReviewKind | None) -> Sequence[Review]:
    """What waits for this moderator: flags first, then the oldest; never their own things."""
    waiting = _waiting(actor)
    if kind is not None:
        waiting = waiting.where(Review.kind == kind)
    flags_first = case((Review.kind.in_(FLAGS), 0), else_=1)
    return session.scalars(waiting.order_by(flags_first, Review.opened_at, Review.id)).unique().all()


def counts(session: Session, actor: Actor) -> dict[ReviewKind, int]:
    """How many reviews of each kind wait for this moderator."""
    waiting = _waiting(actor).subquery()
    rows = session.execute(select(waiting.c.kind, func.count()).group_by(waiting.c.kind))
    return {kind: count for kind, count in rows}  # noqa: C416 -- a row isn't a pair to dict()


def _waiting(actor: Actor) -> Select[Review]:
    unclaimed = or_(Review.claimed_by.is_(None), Review.claimed_by == actor.id, Review.claimed_until <= actor.at)
    return select(Review).where(Review.status == ReviewStatus.OPEN, Review.author_id != actor.id, unclaimed)


def entries(session: Session, review_id: int) -> Sequence[ReviewEntry]:
    """What happened to a review, oldest first."""
    return session.scalars(select(ReviewEntry).where(ReviewEntry.review_id == review_id).order_by(ReviewEntry.id)).all()


def flags(session: Session, review_id: int) -> Sequence[Flag]:
    """Readers' objections, oldest first."""
    return session.scalars(select(Flag).where(Flag.review_id == review_id).order_by(Flag.id)).all()


def latest_word(session: Session, case_id: int) -> Review | None:
    """The review whose decision about the case was the last one."""
    kinds = (ReviewKind.CASE, ReviewKind.FLAGGED_CASE)
    decided = select(Review).where(Review.subject_id == case_id, Review.kind.in_(kinds), Review.decided_at.is_not(None))
    return session.scalars(decided.order_by(Review.decided_at.desc()).limit(1)).unique().one_or_none()


def changes(session: Session, case_id: int) -> list[Change]:
    """What differs between the latest submission and the one before; nothing for a first one."""
    revisions = cases.revisions(session, case_id)
    if len(revisions) < 2:
        return []
    before, after = revisions[-2].content, revisions[-1].content
    return [
        Change(field, str(before.get(field, "")), str(value))
        for field, value in after.items()
        if before.get(field) != value
    ]
