"""The two kinds of transaction, and aware times."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from app.kernel.audit import Subject, record
from app.kernel.database import Database
from app.kernel.outbox import OutboxEntry
from tests.clock import HeldClock

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_writers_that_read_first_do_not_lock_each_other_out(database: Database, clock: HeldClock) -> None:
    def write(number: int) -> None:
        with database.writing() as session:
            record(session, None, "case.published", Subject.CASE, number, at=clock.now())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(80)))


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 -- the point of the test
    with pytest.raises(StatementError, match="without a zone"), database.writing() as session:
        session.add(OutboxEntry(name="x", payload={}, created_at=naive, due_at=naive))


def test_times_come_back_aware(database: Database) -> None:
    with database.writing() as session:
        session.add(OutboxEntry(name="x", payload={}, created_at=NOON, due_at=NOON))
    with database.reading() as session:
        assert session.scalars(select(OutboxEntry.created_at)).all() == [NOON]


def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:
        session.add(OutboxEntry(name="x", payload={}, created_at=NOON, due_at=NOON))
        session.flush()
        raise RuntimeError
    with database.reading() as session:
        assert session.scalars(select(OutboxEntry)).all() == []
