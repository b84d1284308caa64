"""What a check is given and what it says: which thing breaks an invariant, by its id and never by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Select

from app.ops.house import House

T = TypeVar("T")
PORTION = 500
"""Rows and files that are looked at together: what bounds the memory that a check needs."""
ERASED_WITHIN = timedelta(minutes=5)
"""So long may an erasure take that a commit has asked for (I7)."""


@dataclass(frozen=True)
class Found:
    """One thing that breaks an invariant: what it is, its id, and what is wrong with it in our own words."""

    subject: str
    id: int | str
    says: str


@dataclass(frozen=True)
class Breach:
    """The same, with the invariant's number."""

    invariant: int
    found: Found

    def __str__(self) -> str:
        return f"I{self.invariant} {self.found.subject} {self.found.id}: {self.found.says}"

    @property
    def code(self) -> str:
        """The same without words, for what is stored: `I7.case.12`."""
        return f"I{self.invariant}.{self.found.subject}.{self.found.id}"


@dataclass(frozen=True)
class Look:
    """The instance that is looked at, and the moment at which it is."""

    house: House
    at: datetime

    @property
    def settled(self) -> datetime:
        """What was committed before this moment must have taken effect in files, index and other rooms."""
        return self.at - ERASED_WITHIN

    def rows(self, statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
        """The rows of a statement, a portion at a time, as the database stands now."""
        portioned = statement.execution_options(yield_per=PORTION)
        with self.house.database.reading() as session, session.execute(portioned) as result:
            yield from result

    def each(self, subject: str, says: str, statement: Select[*tuple[Any, ...]]) -> Iterator[Found]:
        """One finding for each row; its first column is the id."""
        for row in self.rows(statement):
            yield Found(subject, row[0], says)


Check = Callable[[Look], Iterator[Found]]


def portions(things: Iterator[T]) -> Iterator[Sequence[T]]:
    """The things, some at a time."""
    while portion := list(islice(things, PORTION)):
        yield portion
