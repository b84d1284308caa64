"""Reads about cards: what is due, what is new, what will come, how it went. One statement each, whatever the size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, bindparam, case, cast, exists, func, select
from sqlalchemy.orm import Session

from app.accounts.rules import Specialty
from app.cases import queries as cases
from app.cases.models import Case
from app.kernel.database import UtcDateTime
from app.learning.models import Card, CardReview
from app.policy.actor import Actor, Standing
from app.quizzes import queries as quizzes
from app.quizzes.models import Attempt, Item
from app.quizzes.question import Feedback

FORECAST_DAYS = 14


@dataclass(frozen=True)
class Counts:
    """How much waits for somebody."""

    due: int
    new: int


@dataclass(frozen=True)
class ForecastDay:
    """How many cards fall due on a day (UTC); the first day includes those overdue."""

    day: date
    count: int


@dataclass(frozen=True)
class Result:
    """One answer of the past; `is_live` says whether its feedback can still be read.

    `title` is empty where the case isn't in the library (any more): its words are for readers of the library.
    """

    item_id: int
    sitting: str
    is_correct: bool
    at: datetime
    specialty: Specialty
    title: str
    is_live: bool


@dataclass(frozen=True)
class Accuracy:
    """How many answers in a specialty were right."""

    specialty: Specialty
    right: int
    total: int


@dataclass(frozen=True)
class Outcome:
    """An answer, what may be told about it, and when the item comes back."""

    attempt: Attempt
    card: Card
    feedback: Feedback


def due(actor: Actor) -> Select[Card]:
    """The person's cards that are due at their moment and may still be asked, the longest due first."""
    return (
        select(Card)
        .where(
            Card.account_id == actor.account_id,
            Card.due_at <= actor.at,
            Card.item_id.in_(quizzes.live_ids(actor)),
        )
        .order_by(Card.due_at, Card.id)
    )


def new_items(actor: Actor) -> Select[Item]:
    """The items the person may be asked and has never answered, the oldest first."""
    answered = exists().where(Card.account_id == actor.account_id, Card.item_id == Item.id)
    return quizzes.live_for(actor).where(~answered).order_by(Item.accepted_at, Item.id)


def counts(session: Session, actor: Actor) -> Counts:
    """How many cards are due and how many items are new."""
    of_due = due(actor).with_only_columns(func.count()).order_by(None).scalar_subquery()
    of_new = new_items(actor).with_only_columns(func.count()).order_by(None).scalar_subquery()
    row = session.execute(select(of_due, of_new)).one()
    return Counts(due=row[0], new=row[1])


def next_item_id(session: Session, actor: Actor) -> int | None:
    """What to ask next: what is due, then what is new."""
    waiting = session.scalar(due(actor).with_only_columns(Card.item_id).limit(1))
    return waiting or session.scalar(new_items(actor).with_only_columns(Item.id).limit(1))


# Put together once, for whoever asks and whenever: every case page does.
_READER: Any = bindparam("reader", type_=Integer)
_MOMENT: Any = bindparam("moment", type_=UtcDateTime)
_ANYBODY = Actor(id=_READER, name="", standing=Standing.STUDENT, at=_MOMENT, reads_library=True)
_LIVE_OF_CASE = quizzes.live_ids(_ANYBODY).where(Item.case_id == bindparam("case", type_=Integer)).limit(1)


def live_item_of(session: Session, actor: Actor, case_id: int) -> int | None:
    """The item of this case that the person may be asked."""
    if not actor.reads_library:
        return None
    return session.scalar(_LIVE_OF_CASE, {"reader": actor.id, "moment": actor.at, "case": case_id})


def forecast(session: Session, actor: Actor, *, days: int = FORECAST_DAYS) -> list[ForecastDay]:
    """How many cards fall due on each of the coming days, today first."""
    today = actor.at.date()
    end = datetime.combine(today + timedelta(days=days), datetime.min.time(), actor.at.tzinfo)
    moments = session.scalars(
        select(Card.due_at).where(
            Card.account_id == actor.account_id,
            Card.due_at < end,
            Card.item_id.in_(quizzes.live_ids(actor)),
        )
    )
    on_day = Counter(max(moment.date(), today) for moment in moments)
    return [ForecastDay(day, on_day[day]) for day in (today + timedelta(days=n) for n in range(days))]


def recent(session: Session, actor: Actor, *, most: int = 10) -> list[Result]:
    """The person's newest answers, newest first."""
    visible = cases.visible_to(actor).with_only_columns(Case.id).order_by(None)
    rows = session.execute(
        select(
            Attempt.item_id,
            Attempt.sitting,
            Attempt.is_correct,
            Attempt.at,
            Case.specialty,
            case((Case.id.in_(visible), Case.title), else_=""),
            Attempt.item_id.in_(quizzes.live_ids(actor)),
        )
        .join(Item, Item.id == Attempt.item_id)
        .join(Case, Case.id == Item.case_id)
        .where(Attempt.account_id == actor.account_id)
        .order_by(Attempt.id.desc())
        .limit(most)
    )
    return [Result(*row) for row in rows]


def accuracy(session: Session, actor: Actor) -> list[Accuracy]:
    """How many of the person's answers were right, by specialty, the most answered first."""
    total = func.count()
    rows = session.execute(
        select(Case.specialty, func.sum(cast(Attempt.is_correct, Integer)), total)
        .select_from(Attempt)
        .join(Item, Item.id == Attempt.item_id)
        .join(Case, Case.id == Item.case_id)
        .where(Attempt.account_id == actor.account_id)
        .group_by(Case.specialty)
        .order_by(total.desc(), Case.specialty)
    )
    return [Accuracy(*row) for row in rows]


def card_of(session: Session, account_id: int, item_id: int) -> Card | None:
    """The person's card of this item, locked where the database locks rows."""
    wanted = select(Card).where(Card.account_id == account_id, Card.item_id == item_id)
    return session.scalar(wanted.with_for_update())


def was_reviewed(session: Session, attempt_id: int) -> bool:
    """Whether this attempt has moved its card already."""
    return session.scalar(select(exists().where(CardReview.attempt_id == attempt_id))) or False


def outcome_of(session: Session, actor: Actor, item_id: int, sitting: str) -> Outcome | None:
    """What the person may see of an answer of their own; None for anybody else's and before the answer."""
    feedback = quizzes.feedback_for(session, actor, item_id, sitting)
    if feedback is None:
        return None
    own = select(Card).where(Card.account_id == actor.account_id, Card.item_id == item_id)
    return Outcome(feedback.attempt, session.scalars(own).one(), feedback)
