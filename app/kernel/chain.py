"""Proving the audit chain: every row follows from the one before, and a head that was written down is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.audit import GENESIS, AuditEntry, digest_of

PORTION = 2000


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many rows it has, and the digest of the last one."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Proof:
    """What a walk through the chain has shown. `broken` is the id of the first row that doesn't follow.

    `holds_former` is whether the chain had exactly the former head after so many rows; true where none was asked for.
    """

    head: Head
    broken: int | None
    holds_former: bool

    @property
    def stands(self) -> bool:
        """Nothing was changed, taken out, put in or cut off, as far as the former head reaches."""
        return self.broken is None and self.holds_former


def head_of(session: Session) -> Head:
    """The head as it is now, without a walk."""
    newest = session.scalar(select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1))
    return Head(session.scalar(select(func.count()).select_from(AuditEntry)) or 0, newest or GENESIS)


def rows_of(session: Session) -> Iterator[Any]:
    """The rows in their order, a portion at a time; they have the attributes of an AuditEntry."""
    columns = select(*AuditEntry.__table__.columns).order_by(AuditEntry.id)
    with session.execute(columns.execution_options(yield_per=PORTION)) as result:  # who stops early leaves it closed
        yield from result


def prove(rows: Iterator[Any], former: Head | str | None = None) -> Proof:
    """Walk through the rows; `former` is a head that must be on the way, or its digest alone."""
    count, previous = 0, GENESIS
    holds = former is None or _is_former(former, count, previous)
    for row in rows:
        if row.previous != previous or row.digest != digest_of(row):
            return Proof(Head(count, previous), row.id, holds)
        count, previous = count + 1, row.digest
        holds = holds or _is_former(former, count, previous)
    return Proof(Head(count, previous), None, holds)


def _is_former(former: Head | str | None, count: int, digest: str) -> bool:
    return former in (Head(count, digest), digest)
