"""Reads of the review queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, lazyload

from app.accounts.models import Account
from app.cases.models import Case
from app.moderation.models import Flag, Review, ReviewEntry
from app.moderation.rules import FLAGS, ReviewKind, ReviewStatus
from app.policy.actor import Actor
from app.threads.models import Comment

PAGE_SIZE = 30
WHOLE_CASES = (ReviewKind.CASE, ReviewKind.FLAGGED_CASE)
ABOUT_CASES = (*WHOLE_CASES, ReviewKind.CASE_CHANGE)


@dataclass(frozen=True)
class Waiting:
    """One row of the queue: the review, and what its subject is called."""

    review: Review
    title: str


def by_id(session: Session, review_id: int) -> Review | None:
    """The review, or None."""
    return session.get(Review, review_id)


def of_subject(session: Session, kind: ReviewKind, subject_id: int) -> Review | None:
    """The one review of this kind about this subject."""
    return session.scalar(select(Review).where(Review.kind == kind, Review.subject_id == subject_id))


def about_case(session: Session, case_id: int) -> Sequence[Review]:
    """Every review about the case or a comment of its thread, in any state."""
    of_thread = select(Comment.id).where(Comment.case_id == case_id)
    about = or_(
        and_(Review.kind.in_(ABOUT_CASES), Review.subject_id == case_id),
        and_(Review.kind == ReviewKind.FLAGGED_COMMENT, Review.subject_id.in_(of_thread)),
    )
    return session.scalars(select(Review).where(about).order_by(Review.id)).unique().all()


def queue(session: Session, actor: Actor, kind: ReviewKind | None = None, *, page: int = 1) -> list[Waiting]:
    """One page of what is open, flags first, then the oldest; never this moderator's own work.

    One more row than `PAGE_SIZE` says that there is another page.
    """
    waiting = _open_to(actor)
    if kind is not None:
        waiting = waiting.where(Review.kind == kind)
    flags_first = case((Review.kind.in_(FLAGS), 0), else_=1)
    ordered = waiting.order_by(flags_first, Review.opened_at, Review.id)
    part = ordered.limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)
    names = (lazyload(Review.author, Account.grants), lazyload(Review.claimant, Account.grants))
    reviews = session.scalars(part.options(*names)).unique().all()
    titles = _titles(session, reviews)
    return [Waiting(review, titles.get(review.id, review.author.name)) for review in reviews]


def counts(session: Session, actor: Actor) -> dict[ReviewKind, int]:
    """How many reviews of each kind are open, this moderator's own work aside."""
    waiting = _open_to(actor).subquery()
    rows = session.execute(select(waiting.c.kind, func.count()).group_by(waiting.c.kind))
    return {kind: count for kind, count in rows}  # noqa: C416 -- a row isn't a pair to dict()


def _open_to(actor: Actor) -> Select[Review]:
    return select(Review).where(Review.status == ReviewStatus.OPEN, Review.author_id != actor.id)


def _titles(session: Session, reviews: Iterable[Review]) -> dict[int, str]:
    """The case's title for each review about a case or a comment, by the review's id, in one statement."""
    ids = [review.id for review in reviews]
    commented = and_(Review.kind == ReviewKind.FLAGGED_COMMENT, Comment.id == Review.subject_id)
    about = or_(and_(Review.kind.in_(ABOUT_CASES), Case.id == Review.subject_id), Case.id == Comment.case_id)
    titles = select(Review.id, Case.title).outerjoin(Comment, commented).join(Case, about).where(Review.id.in_(ids))
    return {review_id: title for review_id, title in session.execute(titles)}  # noqa: C416 -- as above


def entries(session: Session, review_id: int) -> Sequence[ReviewEntry]:
    """What happened to a review, oldest first."""
    return session.scalars(select(ReviewEntry).where(ReviewEntry.review_id == review_id).order_by(ReviewEntry.id)).all()


def flags(session: Session, review_id: int) -> Sequence[Flag]:
    """Readers' objections, oldest first."""
    return session.scalars(select(Flag).where(Flag.review_id == review_id).order_by(Flag.id)).all()


def latest_word(session: Session, case_id: int) -> Review | None:
    """The review whose decision about the case was the last one."""
    about = select(Review).where(Review.subject_id == case_id, Review.kind.in_(WHOLE_CASES))
    decided = about.where(Review.decided_at.is_not(None)).order_by(Review.decided_at.desc(), Review.id.desc())
    return session.scalars(decided.limit(1)).unique().one_or_none()
