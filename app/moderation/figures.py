"""Figures about the queue: how long decisions take, what waits, how often moderators agree. No names, no texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.moderation.agreement import Agreement, agreement
from app.moderation.models import Review, ReviewEntry, SecondLook
from app.moderation.rules import Decision, ReviewKind, ReviewStatus

LOOKS_BACK = timedelta(days=90)
ENOUGH = 5
"""A median of fewer says more about the one case than about the next."""
AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""What waits is counted by whether it has waited less than each of these, or longer than all."""
T = TypeVar("T")


@dataclass(frozen=True)
class Pace:
    """The median time from submission to decision, of `n` decisions; None while they are too few."""

    n: int
    median: timedelta | None


@dataclass(frozen=True)
class Decided:
    """One line of the decision log: codes and ids. `waited` is the time since it was put into the queue."""

    at: datetime
    review_id: int
    kind: ReviewKind
    decision: Decision
    reasons: tuple[str, ...]
    moderator_id: int | None
    waited: timedelta


@dataclass(frozen=True)
class Month:
    """The figures of a calendar month in UTC, `name` is '2026-03'."""

    name: str
    decisions: dict[ReviewKind, int]
    pace: Pace
    agreement: Agreement


@dataclass(frozen=True)
class OpenNow:
    """How many reviews of a kind are open, by age: one count for each of `AGES`, and one for all that is older."""

    kind: ReviewKind
    by_age: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_age)


def decisions(session: Session, *, since: datetime) -> list[Decided]:
    """Every decision since then, oldest first; a review that was opened again has one for each time."""
    opened = aliased(ReviewEntry)
    opened_at = select(func.max(opened.at)).where(
        opened.review_id == ReviewEntry.review_id, opened.action == "opened", opened.id < ReviewEntry.id
    )
    taken = select(ReviewEntry, Review.kind, opened_at.scalar_subquery())
    taken = taken.join(Review, Review.id == ReviewEntry.review_id)
    taken = taken.where(ReviewEntry.action.in_(list(Decision)), ReviewEntry.at >= since).order_by(ReviewEntry.id)
    return [_decided(*row) for row in session.execute(taken)]


def _decided(entry: ReviewEntry, kind: ReviewKind, opened_at: datetime) -> Decided:
    decision, reasons = Decision(entry.action), tuple(entry.reasons)
    return Decided(entry.at, entry.review_id, kind, decision, reasons, entry.actor_id, entry.at - opened_at)


def pace(session: Session, *, at: datetime) -> Pace:
    """How long authors have waited for a decision about their case in the last 90 days."""
    return pace_of(decisions(session, since=at - LOOKS_BACK))


def pace_of(taken: Iterable[Decided]) -> Pace:
    """The pace of those decisions that are about cases."""
    waits = [each.waited for each in taken if each.kind is ReviewKind.CASE]
    seconds = median(wait.total_seconds() for wait in waits) if len(waits) >= ENOUGH else None
    return Pace(len(waits), None if seconds is None else timedelta(seconds=seconds))


def months(session: Session, *, since: datetime) -> list[Month]:
    """One row a month since then, newest first, without months in which nothing was decided."""
    taken = _by_month(decisions(session, since=since), lambda each: each.at)
    looks = _by_month(_second_looks(session, since), lambda look: look.opinion_at)
    return [_month(name, taken.get(name, []), looks.get(name, [])) for name in sorted({*taken, *looks}, reverse=True)]


def _month(name: str, taken: Sequence[Decided], looks: Sequence[SecondLook]) -> Month:
    counts: dict[ReviewKind, int] = defaultdict(int)
    for each in taken:
        counts[each.kind] += 1
    pairs = [(look.decision, look.opinion) for look in looks if look.opinion]
    return Month(name, dict(counts), pace_of(taken), agreement(pairs))


def agreement_since(session: Session, *, since: datetime) -> Agreement:
    """The agreement of all second looks since then."""
    return agreement([(look.decision, look.opinion) for look in _second_looks(session, since) if look.opinion])


def open_now(session: Session, *, at: datetime) -> list[OpenNow]:
    """What waits at this moment, by kind; kinds of which nothing waits are left out."""
    waiting = select(Review.kind, Review.opened_at).where(Review.status == ReviewStatus.OPEN)
    ages: dict[ReviewKind, list[timedelta]] = defaultdict(list)
    for kind, opened_at in session.execute(waiting):
        ages[kind].append(at - opened_at)
    return [OpenNow(kind, _counted(ages[kind])) for kind in ReviewKind if kind in ages]


def _counted(ages: Iterable[timedelta]) -> tuple[int, ...]:
    counts = [0] * (len(AGES) + 1)
    for age in ages:
        counts[sum(age >= bound for bound in AGES)] += 1
    return tuple(counts)


def _second_looks(session: Session, since: datetime) -> Sequence[SecondLook]:
    return session.scalars(select(SecondLook).where(SecondLook.opinion_at >= since).order_by(SecondLook.id)).all()


def _by_month(things: Iterable[T], when: Callable[[T], datetime | None]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        if moment := when(thing):
            found[f"{moment:%Y-%m}"].append(thing)
    return found
