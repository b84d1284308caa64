"""The audit chain: what anybody does to it afterwards is found, and what the database can refuse it refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.kernel.audit import GENESIS, AuditEntry, Subject, record
from app.kernel.chain import Head, Proof, head_of, prove, rows_of
from app.kernel.database import Database
from tests.clock import HeldClock

COLUMNS = "at, actor_id, action, subject, subject_id, detail, previous, digest"


@dataclass(frozen=True)
class Row:
    """A row of the log outside any database."""

    id: int
    previous: str
    digest: str


@pytest.fixture
def log(database: Database, clock: HeldClock) -> Database:
    """A database whose log has five rows."""
    with database.writing() as session:
        for number in range(1, 6):
            record(session, None, "case.published", Subject.CASE, number, at=clock.now(), status="published")
    return database


def proof_of(database: Database, former: Head | str | None = None) -> Proof:
    with database.reading() as session:
        return prove(rows_of(session), former)


def head(database: Database) -> Head:
    with database.reading() as session:
        return head_of(session)


def tamper(database: Database, *statements: str) -> None:
    """As somebody who owns the database does it: with the guards taken away first."""
    with database.writing() as session:
        for change in ("update", "delete"):
            table = " ON audit" if database.engine.dialect.name == "postgresql" else ""
            session.execute(text(f"DROP TRIGGER audit_no_{change}{table}"))
        session.execute(text("DROP INDEX uq_audit_previous"))
        for statement in statements:
            session.execute(text(statement))


def test_i15_each_row_hashes_the_one_before(log: Database) -> None:
    with log.reading() as session:
        rows = list(rows_of(session))
    assert rows[0].previous == GENESIS
    assert [row.previous for row in rows[1:]] == [row.digest for row in rows[:-1]]
    assert proof_of(log) == Proof(Head(5, rows[-1].digest), None, holds_former=True)
    assert head(log) == proof_of(log).head


def test_an_empty_log_stands_and_its_head_is_the_beginning(database: Database) -> None:
    assert proof_of(database) == Proof(Head(0, GENESIS), None, holds_former=True)
    assert head(database) == Head(0, GENESIS)
    assert proof_of(database, Head(0, GENESIS)).stands


INSERTED = f"INSERT INTO audit (id, {COLUMNS}) SELECT 9, {COLUMNS} FROM audit WHERE id = 2"  # noqa: S608 -- ours
TAMPERED = [
    pytest.param(["UPDATE audit SET subject_id = 77 WHERE id = 3"], 3, id="changed"),
    pytest.param(["""UPDATE audit SET detail = '{"status": "hidden"}' WHERE id = 3"""], 3, id="detail changed"),
    pytest.param(["UPDATE audit SET actor_id = 1 WHERE id = 1"], 1, id="first row changed"),
    pytest.param(["DELETE FROM audit WHERE id = 3"], 4, id="deleted"),
    pytest.param(["DELETE FROM audit WHERE id = 1"], 2, id="first row deleted"),
    pytest.param(
        ["UPDATE audit SET id = 99 WHERE id = 2", "UPDATE audit SET id = 2 WHERE id = 3"], 2, id="order changed"
    ),
    pytest.param(
        ["UPDATE audit SET digest = 'x' WHERE id = 2", INSERTED.replace("digest FROM", "'y' FROM")], 2, id="inserted"
    ),
]


@pytest.mark.parametrize(("statements", "broken"), TAMPERED)
def test_i15_what_was_changed_afterwards_is_found_at_the_row(log: Database, statements: list[str], broken: int) -> None:
    tamper(log, *statements)
    assert proof_of(log).broken == broken


def test_i15_a_row_put_in_at_the_end_is_found(log: Database) -> None:
    tamper(log, INSERTED.replace("digest FROM", "'forged' FROM"))
    assert proof_of(log).broken == 9


def test_i15_a_tail_that_was_cut_off_is_found_by_a_head_that_was_written_down(log: Database) -> None:
    former = head(log)
    tamper(log, "DELETE FROM audit WHERE id > 3")
    cut = proof_of(log)
    assert (cut.broken, cut.head.rows) == (None, 3)
    assert not proof_of(log, former).stands
    assert not proof_of(log, former.digest).stands


def test_i15_a_log_that_grew_again_after_a_cut_lacks_the_former_head(log: Database, clock: HeldClock) -> None:
    former = head(log)
    tamper(log, "DELETE FROM audit WHERE id > 3")
    with log.writing() as session:
        for number in (6, 7, 8):
            record(session, None, "case.published", Subject.CASE, number, at=clock.now())
    assert proof_of(log).broken is None
    assert not proof_of(log, former).holds_former


def test_a_head_that_was_written_down_is_found_however_much_was_added_since(log: Database, clock: HeldClock) -> None:
    former = head(log)
    with log.writing() as session:
        record(session, None, "case.hidden", Subject.CASE, 1, at=clock.now())
    assert proof_of(log, former).stands
    assert proof_of(log, former.digest).stands
    assert not proof_of(log, Head(former.rows + 1, former.digest)).holds_former


REFUSED: list[tuple[str, str]] = [
    ("UPDATE audit SET action = 'x' WHERE id = 3", "append-only"),
    ("DELETE FROM audit WHERE id = 3", "append-only"),
    (INSERTED, "previous"),
]


@pytest.mark.parametrize(("statement", "why"), REFUSED)
def test_i15_the_database_refuses_to_rewrite_and_to_fork(log: Database, statement: str, why: str) -> None:
    with pytest.raises(DatabaseError, match=why), log.writing() as session:
        session.execute(text(statement))
    assert proof_of(log).stands


@pytest.mark.sqlite
def test_i15_a_replace_does_not_pass_the_guard_by(log: Database) -> None:
    if log.engine.dialect.name != "sqlite":
        pytest.skip("REPLACE is SQLite's")
    with pytest.raises((IntegrityError, DatabaseError)), log.writing() as session:
        session.execute(text(INSERTED.replace("INSERT", "INSERT OR REPLACE").replace("SELECT 9", "SELECT 3")))
    assert proof_of(log).stands


def test_i15_the_table_cannot_be_emptied_at_once(log: Database) -> None:
    emptied = "TRUNCATE audit" if log.engine.dialect.name == "postgresql" else "DELETE FROM audit"
    with pytest.raises(DatabaseError, match="append-only"), log.writing() as session:
        session.execute(text(emptied))


def test_writers_at_once_make_one_chain(database: Database, clock: HeldClock) -> None:
    def write(number: int) -> None:
        with database.writing() as session:
            record(session, None, "case.published", Subject.CASE, number, at=clock.now())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert proof_of(database).stands
    assert proof_of(database).head.rows == 40


def test_rows_without_a_database_are_proved_too() -> None:
    assert prove(iter([Row(4, "somewhere else", "x")])).broken == 4


def test_a_row_of_the_table_has_the_same_digest_as_its_entry(log: Database) -> None:
    with log.reading() as session:
        entry = session.get_one(AuditEntry, 3)
        assert next(row for row in rows_of(session) if row.id == 3).digest == entry.digest
