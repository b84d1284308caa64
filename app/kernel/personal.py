"""What is held about one person, as each room tells it: chapters of plain rows, and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from sqlalchemy import Executable
from sqlalchemy.orm import Session

Row = dict[str, object]


@dataclass(frozen=True)
class Chapter:
    """One kind of thing; `name` is the file's, `title` the heading's. Rows hold texts, numbers, lists and None."""

    name: str
    title: str
    rows: Sequence[Row]


Exporter = Callable[[Session, int], Iterable[Chapter]]
"""What a room holds about the account of this id."""
Files = Callable[[Session, int], Iterator[tuple[str, bytes]]]
"""Names and contents of the files that belong to the account of this id, one after another."""


@dataclass(frozen=True)
class Exporters:
    """Every room's, in the order in which they're read."""

    chapters: tuple[Exporter, ...]
    files: Files


def rows(session: Session, wanted: Executable) -> list[Row]:
    """The rows of named columns. A room names what it gives: a column that's added later isn't given by accident."""
    return [{name: _plain(value) for name, value in row.items()} for row in session.execute(wanted).mappings()]


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
