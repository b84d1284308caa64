"""Reads of the review queue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import Session, lazyload

from app.accounts.models import Account
from app.cases import queries as cases
from app.cases.models import Case
from app.moderation.models import Flag, Review, ReviewEntry, ReviewParty, SecondLook
from app.moderation.rules import ABOUT_PICTURES, FLAGS, HIDES_CASE, Decision, ReviewKind, ReviewStatus
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


@dataclass(frozen=True)
class Chosen:
    """Which part of the queue is asked for: one kind, or what the moderator has taken up themselves."""

    kind: ReviewKind | None = None
    is_yours: bool = False


EVERYTHING = Chosen()
YOURS = Chosen(is_yours=True)
flags_first = case((Review.kind.in_(FLAGS), 0), else_=1)
ORDER = (flags_first, Review.opened_at, Review.id)


def by_id(session: Session, review_id: int) -> Review | None:
    """The review, or None."""
    return session.get(Review, review_id)


def of_subject(session: Session, kind: ReviewKind, subject_id: int) -> Review | None:
    """The one review of this kind about this subject."""
    return session.scalar(select(Review).where(Review.kind == kind, Review.subject_id == subject_id))


def case_of(session: Session, review: Review) -> Case | None:
    """The case that the review is about, itself or through what was decided about it; None for other subjects."""
    if review.kind in ABOUT_CASES:
        return cases.by_id(session, review.subject_id)
    if review.case_id is not None:
        return cases.by_id(session, review.case_id)
    if review.kind is ReviewKind.SECOND_LOOK:
        return session.scalar(select(Case).join(SecondLook).where(SecondLook.id == review.subject_id))
    return None


def about_people(session: Session, account_ids: Collection[int]) -> dict[int, Review]:
    """The review of each of these people who was flagged, by the person's id."""
    wanted = select(Review).where(Review.kind == ReviewKind.FLAGGED_PERSON, Review.subject_id.in_(account_ids))
    return {review.subject_id: review for review in session.scalars(wanted).unique()}


def about_case(session: Session, case_id: int) -> Sequence[Review]:
    """Every review about the case, a part of it or a comment of its thread, in any state."""
    of_thread = select(Comment.id).where(Comment.case_id == case_id)
    looked_at = select(SecondLook.id).where(SecondLook.case_id == case_id)
    about = or_(
        Review.case_id == case_id,
        and_(Review.kind.in_(ABOUT_CASES), Review.subject_id == case_id),
        and_(Review.kind == ReviewKind.SECOND_LOOK, Review.subject_id.in_(looked_at)),
        and_(Review.kind == ReviewKind.FLAGGED_COMMENT, Review.subject_id.in_(of_thread)),
    )
    return session.scalars(select(Review).where(about).order_by(Review.id)).unique().all()


def queue(session: Session, actor: Actor, chosen: Chosen = EVERYTHING, *, page: int = 1) -> list[Waiting]:
    """One page of what is open, flags first, then the oldest; never this moderator's own work.

    One more row than `PAGE_SIZE` says that there is another page.
    """
    part = _chosen(actor, chosen).order_by(*ORDER).limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)
    names = (lazyload(Review.author, Account.grants), lazyload(Review.claimant, Account.grants))
    reviews = session.scalars(part.options(*names)).unique().all()
    titles = _titles(session, reviews)
    return [Waiting(review, titles.get(review.id, review.author.name)) for review in reviews]


def counts(session: Session, actor: Actor) -> dict[ReviewKind, int]:
    """How many reviews of each kind are open, this moderator's own work aside."""
    waiting = _open_to(actor).subquery()
    rows = session.execute(select(waiting.c.kind, func.count()).group_by(waiting.c.kind))
    return {kind: count for kind, count in rows}  # noqa: C416 -- a row isn't a pair to dict()


def count_held(session: Session, actor: Actor) -> int:
    """How many reviews this moderator has taken up at the moment."""
    return session.scalar(select(func.count()).select_from(_chosen(actor, YOURS).subquery())) or 0


def first_id(session: Session, actor: Actor, chosen: Chosen = EVERYTHING) -> int | None:
    """The first review of this part of the queue that this moderator could take up now."""
    free = _free(actor, chosen)
    return session.scalar(free.with_only_columns(Review.id).order_by(*ORDER).limit(1))


def next_id(session: Session, actor: Actor, after: Review) -> int | None:
    """The first review after this one that this moderator could take up."""
    free = _free(actor).where(_comes_after(after))
    return session.scalar(free.with_only_columns(Review.id).order_by(*ORDER).limit(1))


def previous_id(session: Session, actor: Actor, before: Review) -> int | None:
    """The last review before this one that this moderator could take up."""
    free = _free(actor).where(not_(_comes_after(before)), Review.id != before.id)
    backwards = [column.desc() for column in ORDER]
    return session.scalar(free.with_only_columns(Review.id).order_by(*backwards).limit(1))


def _comes_after(review: Review) -> ColumnElement[bool]:
    rank = 0 if review.kind in FLAGS else 1
    younger = or_(
        Review.opened_at > review.opened_at, and_(Review.opened_at == review.opened_at, Review.id > review.id)
    )
    return or_(flags_first > rank, and_(flags_first == rank, younger))


def _open_to(actor: Actor) -> Select[Review]:
    """What is open and isn't this moderator's own work, nor a second look at their own decision.

    There's nothing to look at again once the case says something else.
    """
    unchanged = select(SecondLook.id).join(Case, Case.id == SecondLook.case_id)
    unchanged = unchanged.where(SecondLook.id == Review.subject_id, Case.content_hash == SecondLook.content_hash)
    to_them = or_(Review.kind != ReviewKind.SECOND_LOOK, and_(Review.first_by != actor.id, unchanged.exists()))
    worked_on = exists().where(ReviewParty.review_id == Review.id, ReviewParty.account_id == actor.id)
    waiting = select(Review).where(Review.status == ReviewStatus.OPEN, Review.author_id != actor.id)
    return waiting.where(to_them, ~worked_on)


def _chosen(actor: Actor, chosen: Chosen) -> Select[Review]:
    waiting = _open_to(actor)
    if chosen.kind is not None:
        waiting = waiting.where(Review.kind == chosen.kind)
    if chosen.is_yours:
        waiting = waiting.where(Review.claimed_by == actor.id, Review.claimed_until > actor.at)
    return waiting


def _free(actor: Actor, chosen: Chosen = EVERYTHING) -> Select[Review]:
    """What this moderator could decide now: held by nobody else, and not waiting for a second person after them."""
    unheld = or_(Review.claimed_until.is_(None), Review.claimed_until <= actor.at, Review.claimed_by == actor.id)
    return _chosen(actor, chosen).where(unheld, or_(Review.first_by.is_(None), Review.first_by != actor.id))


def _titles(session: Session, reviews: Iterable[Review]) -> dict[int, str]:
    """The case's title by the id of each review about a case, a part of it or a comment, in one statement."""
    ids = [review.id for review in reviews]
    commented = and_(Review.kind == ReviewKind.FLAGGED_COMMENT, Comment.id == Review.subject_id)
    looked_at = and_(Review.kind == ReviewKind.SECOND_LOOK, SecondLook.id == Review.subject_id)
    itself = and_(Review.kind.in_(ABOUT_CASES), Case.id == Review.subject_id)
    about = or_(itself, Case.id == Comment.case_id, Case.id == SecondLook.case_id, Case.id == Review.case_id)
    titles = select(Review.id, Case.title).outerjoin(Comment, commented).outerjoin(SecondLook, looked_at)
    titles = titles.join(Case, about).where(Review.id.in_(ids))
    return {review_id: title for review_id, title in session.execute(titles)}  # noqa: C416 -- as above


def entries(session: Session, review_id: int) -> Sequence[ReviewEntry]:
    """What happened to a review, oldest first."""
    return session.scalars(select(ReviewEntry).where(ReviewEntry.review_id == review_id).order_by(ReviewEntry.id)).all()


def last_decision(session: Session, review_id: int) -> ReviewEntry | None:
    """The history row of the latest decision."""
    decided = select(ReviewEntry).where(ReviewEntry.review_id == review_id, ReviewEntry.action.in_(list(Decision)))
    return session.scalar(decided.order_by(ReviewEntry.id.desc()).limit(1))


def second_look_of(session: Session, entry_id: int) -> SecondLook | None:
    """The second look at the decision of this history row."""
    return session.scalar(select(SecondLook).where(SecondLook.entry_id == entry_id))


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


def flag_by(session: Session, review_id: int, account_id: int) -> Flag | None:
    """The objection of one person."""
    return session.scalar(select(Flag).where(Flag.review_id == review_id, Flag.account_id == account_id))


def stale_looks(session: Session, case: Case) -> Sequence[Review]:
    """Open second looks at what the case doesn't say any more."""
    looks = select(SecondLook.id).where(SecondLook.case_id == case.id, SecondLook.content_hash != case.content_hash)
    of_them = select(Review).where(Review.kind == ReviewKind.SECOND_LOOK, Review.subject_id.in_(looks))
    return session.scalars(of_them.where(Review.status == ReviewStatus.OPEN)).unique().all()


def latest_word(session: Session, case_id: int) -> Review | None:
    """The review whose decision about the case was the last one."""
    about = or_(
        and_(Review.subject_id == case_id, Review.kind.in_(WHOLE_CASES)),
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
