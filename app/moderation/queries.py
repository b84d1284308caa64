"""Reads of the review queue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, lazyload

from app.accounts.models import Account
from app.cases import queries as cases
from app.cases.models import Case
from app.moderation.models import Flag, Review, ReviewEntry, ReviewParty
from app.moderation.rules import ABOUT_PICTURES, FLAGS, HIDES_CASE, ReviewKind, ReviewStatus
from app.policy.actor import Actor
from app.threads.models import Comment

PAGE_SIZE = 30
ABOUT_CASES = (ReviewKind.CASE, ReviewKind.FLAGGED_CASE)


@dataclass(frozen=True)
class Waiting:
    """One row of the queue: the review, and what its subject is called."""

    review: Review
    title: str


@dataclass(frozen=True)
class Change:
    """A field that differs between the two latest submissions."""

    field: str
    before: object
    after: object


def by_id(session: Session, review_id: int) -> Review | None:
    """The review, or None."""
    return session.get(Review, review_id)


def of_subject(session: Session, kind: ReviewKind, subject_id: int) -> Review | None:
    """The one review of this kind about this subject."""
    return session.scalar(select(Review).where(Review.kind == kind, Review.subject_id == subject_id))


def about_people(session: Session, account_ids: Collection[int]) -> dict[int, Review]:
    """The review of each of these people who was flagged, by the person's id."""
    wanted = select(Review).where(Review.kind == ReviewKind.FLAGGED_PERSON, Review.subject_id.in_(account_ids))
    return {review.subject_id: review for review in session.scalars(wanted).unique()}


def about_case(session: Session, case_id: int) -> Sequence[Review]:
    """Every review about the case, a part of it or a comment of its thread, in any state."""
    of_thread = select(Comment.id).where(Comment.case_id == case_id)
    about = or_(
        Review.case_id == case_id,
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
    worked_on = exists().where(ReviewParty.review_id == Review.id, ReviewParty.account_id == actor.id)
    return select(Review).where(Review.status == ReviewStatus.OPEN, Review.author_id != actor.id, ~worked_on)


def _titles(session: Session, reviews: Iterable[Review]) -> dict[int, str]:
    """The case's title by the id of each review about a case, a part of it or a comment, in one statement."""
    ids = [review.id for review in reviews]
    commented = and_(Review.kind == ReviewKind.FLAGGED_COMMENT, Comment.id == Review.subject_id)
    of_case = and_(Review.kind.in_(ABOUT_CASES), Case.id == Review.subject_id)
    about = or_(of_case, Case.id == Comment.case_id, Case.id == Review.case_id)
    titles = select(Review.id, Case.title).outerjoin(Comment, commented).join(Case, about).where(Review.id.in_(ids))
    return {review_id: title for review_id, title in session.execute(titles)}  # noqa: C416 -- as above


def entries(session: Session, review_id: int) -> Sequence[ReviewEntry]:
    """What happened to a review, oldest first."""
    return session.scalars(select(ReviewEntry).where(ReviewEntry.review_id == review_id).order_by(ReviewEntry.id)).all()


def flags(session: Session, review_id: int) -> Sequence[Flag]:
    """Readers' objections, oldest first."""
    return session.scalars(select(Flag).where(Flag.review_id == review_id).order_by(Flag.id)).all()


def flags_since(session: Session, account_id: int, since: datetime, kinds: Iterable[ReviewKind] = ReviewKind) -> int:
    """How many things of these kinds the person has flagged after that moment."""
    own = select(func.count()).select_from(Flag).join(Review, Review.id == Flag.review_id)
    wanted = own.where(Flag.account_id == account_id, Flag.at > since, Review.kind.in_(list(kinds)))
    return session.scalar(wanted) or 0


def flaggers(session: Session, review: Review) -> Sequence[Account]:
    """Whoever has flagged the subject since the review was opened last, each once."""
    own = select(Account).join(Flag, Flag.account_id == Account.id)
    return session.scalars(own.where(Flag.review_id == review.id, Flag.at >= review.opened_at).order_by(Flag.id)).all()


def own_flags(session: Session, account_id: int, *, most: int = 100) -> Sequence[tuple[Flag, Review]]:
    """What a person has flagged, and the review of each, the latest first."""
    own = select(Flag, Review).join(Review, Review.id == Flag.review_id).where(Flag.account_id == account_id)
    bare = (lazyload(Review.author), lazyload(Review.claimant))
    rows = session.execute(own.options(*bare).order_by(Flag.id.desc()).limit(most))
    return [(flag, review) for flag, review in rows]


def latest_word(session: Session, case_id: int) -> Review | None:
    """The review whose decision about the case was the last one."""
    about = or_(
        and_(Review.subject_id == case_id, Review.kind.in_(ABOUT_CASES)),
        and_(Review.case_id == case_id, Review.kind.in_(ABOUT_PICTURES)),
    )
    decided = (
        select(Review).where(about, Review.decided_at.is_not(None)).order_by(Review.decided_at.desc(), Review.id.desc())
    )
    return session.scalars(decided.limit(1)).unique().one_or_none()


def is_hidden_by_another(session: Session, case_id: int, review_id: int) -> bool:
    """Whether something about the case is flagged and open, this review aside."""
    return any(review.id != review_id for review in hiding(session, case_id))


def hiding(session: Session, case_id: int) -> Sequence[Review]:
    """The open reviews for which the case is hidden, oldest first."""
    about = or_(Review.case_id == case_id, and_(Review.kind == ReviewKind.FLAGGED_CASE, Review.subject_id == case_id))
    wanted = select(Review).where(Review.status == ReviewStatus.OPEN, Review.kind.in_(HIDES_CASE), about)
    return session.scalars(wanted.order_by(Review.opened_at, Review.id)).unique().all()


def changes(session: Session, case_id: int) -> list[Change]:
    """What differs between the latest submission and the one before; nothing for a first one."""
    revisions = cases.revisions(session, case_id)
    if len(revisions) < 2:
        return []
    before, after = revisions[-2].content, revisions[-1].content
    differing = [field for field, value in after.items() if before.get(field) != value]
    return [Change(field, before.get(field, ""), after[field]) for field in differing]
