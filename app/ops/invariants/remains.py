"""Where words about a case can lie: every text column of every table that hangs on a case, found from the schema.

So a table that somebody adds is looked at without anybody thinking of it. What may stay is named here, with why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Enum,
    ForeignKey,
    FromClause,
    LargeBinary,
    Select,
    String,
    Table,
    cast,
    or_,
    select,
)

from app.cases.models import Case, Tombstone
from app.kernel.database import Base

MAY_STAY: Mapping[str, frozenset[str]] = {
    "cases": frozenset({"source_reference"}),  # tells an import what it has taken already
    "consent": frozenset({"jurisdiction", "language", "form_version"}),  # which form; it holds no answer
    "attempt": frozenset({"sitting"}),  # a random number of the learner's page
    "card": frozenset({"state"}),  # the scheduler's numbers
}
"""Besides hashes (`..._hash`) and choices from a list: they say nothing about a patient."""
NOTHING = ("", "[]", "{}", "null", '""')


@dataclass(frozen=True)
class TableOfCase:
    """A table that hangs on a case, how it does, and its columns that can hold words."""

    table: Table
    joined: FromClause
    columns: tuple[Column[object], ...]

    @property
    def name(self) -> str:
        """As the database calls it."""
        return self.table.name

    def still_holding(self, before: datetime) -> Select[tuple[int]]:
        """Ids of the cases that ended before that moment and of which a row here holds something."""
        cases = Case.__table__.c.id
        ended = select(Tombstone.case_id).where(Tombstone.at <= before)
        holding = or_(*(_holds(column) for column in self.columns))
        return select(cases).select_from(self.joined).where(cases.in_(ended), holding).distinct().order_by(cases)


def tables_with_words() -> Iterator[TableOfCase]:
    """Every such table, nearest to the case first."""
    return (found for found in _hanging_on(Base.metadata.tables["cases"]) if found.columns)


def _hanging_on(root: Table) -> Iterator[TableOfCase]:
    seen = {root.name}
    waiting: list[tuple[Table, FromClause]] = [(root, root)]
    for parent, joined in waiting:
        yield TableOfCase(parent, joined, tuple(_wordy(parent)))
        for key in _keys_to(parent):
            child = key.parent.table
            if child.name not in seen:
                seen.add(child.name)
                waiting.append((child, joined.join(child, key.parent == key.column)))


def _keys_to(parent: Table) -> Iterator[ForeignKey]:
    for table in Base.metadata.sorted_tables:
        yield from sorted(
            (key for key in table.foreign_keys if key.column.table is parent), key=lambda key: key.parent.name
        )


def _wordy(table: Table) -> Iterator[Column[object]]:
    for column in table.columns:
        is_text = isinstance(column.type, String | JSON | LargeBinary) and not isinstance(column.type, Enum)
        if is_text and not column.name.endswith("_hash") and column.name not in MAY_STAY.get(table.name, ()):
            yield column


def _holds(column: Column[object]) -> ColumnElement[bool]:
    """JSON is compared as it's written down, bytes by their being there at all."""
    if isinstance(column.type, LargeBinary):
        return column.is_not(None)
    return cast(column, String).not_in(NOTHING)
