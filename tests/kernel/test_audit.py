"""The audit chain."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.audit import GENESIS, AuditEntry, Subject, first_break, record
from tests.clock import HeldClock


def three_rows(session: Session, clock: HeldClock) -> list[AuditEntry]:
    for number in (1, 2, 3):
        record(session, None, "case.published", Subject.CASE, number, at=clock.now(), from_status="in_review")
    session.commit()
    session.expire_all()
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def test_i15_each_row_hashes_the_one_before(session: Session, clock: HeldClock) -> None:
    rows = three_rows(session, clock)
    assert rows[0].previous == GENESIS
    assert [row.previous for row in rows[1:]] == [row.digest for row in rows[:-1]]
    assert first_break(rows) is None


def test_i15_a_changed_row_and_a_missing_row_are_found(session: Session, clock: HeldClock) -> None:
    rows = three_rows(session, clock)
    assert first_break([rows[0], rows[2]]) == rows[2].id
    rows[1].detail = {"from_status": "draft"}
    assert first_break(rows) == rows[1].id
