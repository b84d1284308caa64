"""Backup, restore and the audit chain from the command line: what they ask for, say, and exit with."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from app import cli, wiring
from app.cases.models import Case
from app.consent import services as consents
from app.kernel import locks
from app.kernel.chain import Head, head_of
from app.kernel.errors import Refusal
from app.kernel.outbox import Outbox
from app.ops.house import House
from tests.clock import HeldClock
from tests.consent.making import published_case
from tests.people import People

WORDS = "a stretch of quiet road"
VARIABLE = "CASEBOOK_BACKUP_PASSPHRASE"


@pytest.fixture(autouse=True)
def _own_house(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command uses this test's house, and guesses cost little."""
    monkeypatch.setattr(wiring, "build", lambda _settings: house)
    monkeypatch.setattr(locks, "COST", 1 << 14)
    monkeypatch.delenv(VARIABLE, raising=False)


def run(*arguments: str, typed: str | None = None, **environment: str) -> Result:
    return CliRunner().invoke(cli.casebook, list(arguments), input=typed, env=environment)


def head(house: House) -> Head:
    with house.database.reading() as session:
        return head_of(session)


def test_a_passphrase_is_asked_for_twice_and_shown_never(house: House, people: People, tmp_path: Path) -> None:
    published_case(house, people)
    saved = str(tmp_path / "saved")
    answer = run("backup", saved, typed=f"{WORDS}\n{WORDS}\n")
    assert answer.exit_code == 0
    assert "6 picture files" in answer.output
    assert f"{head(house).rows} rows, head {head(house).digest}" in answer.output
    assert WORDS not in answer.output
    assert run("backup", saved, typed=f"{WORDS}\nanother passphrase\n").exit_code != 0
    assert run("restore", saved, "--replace", typed=f"{WORDS}\n").exit_code == 0


def test_the_passphrase_can_come_from_a_variable_or_a_file_and_a_key_from_a_file(
    house: House, people: People, tmp_path: Path
) -> None:
    published_case(house, people)
    said, key = tmp_path / "words", tmp_path / "key"
    said.write_text(f"{WORDS}\n", encoding="utf-8")
    key.write_bytes(bytes(range(64)))
    saved = str(tmp_path / "saved")
    by_variable = {VARIABLE: WORDS}
    assert run("backup", saved, **by_variable).exit_code == 0
    assert run("restore", saved, "--replace", "--passphrase-file", str(said)).exit_code == 0
    assert run("backup", saved, "--key-file", str(key)).exit_code == 0
    assert isinstance(run("restore", saved, "--replace", **by_variable).exception, Refusal)
    assert run("restore", saved, "--replace", "--key-file", str(key)).exit_code == 0


def test_a_plain_backup_is_made_and_taken_only_where_that_is_said(house: House, people: People, tmp_path: Path) -> None:
    published_case(house, people)
    saved = str(tmp_path / "saved")
    assert run("backup", saved).exit_code != 0
    assert not Path(saved).exists()
    assert run("backup", saved, "--plain").exit_code == 0
    assert "--plain" in str(run("restore", saved, "--replace", **{VARIABLE: WORDS}).exception)
    assert run("restore", saved, "--replace", "--plain").exit_code == 0


def test_two_locks_at_once_are_refused(people: People, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(bytes(64))
    answer = run("backup", str(tmp_path / "saved"), "--plain", "--key-file", str(key))
    assert isinstance(answer.exception, Refusal)


def test_a_restore_checks_every_invariant_and_says_what_it_did(
    house: House, people: People, tmp_path: Path, clock: HeldClock
) -> None:
    gone = published_case(house, people)
    run("backup", str(tmp_path / "saved"), **{VARIABLE: WORDS})
    clock.move(timedelta(minutes=1))
    with house.database.writing() as session:
        consents.withdraw_by_receipt(session, Outbox(session, clock.now()), gone.code, at=clock.now())
    answer = run("restore", str(tmp_path / "saved"), "--replace", **{VARIABLE: WORDS})
    assert answer.exit_code == 0
    assert "1 cases had ended since and stay gone; 0 cases indexed." in answer.output
    assert ": 0 breaches" in answer.output
    with house.database.reading() as session:
        assert session.get_one(Case, gone.case.id).is_gone


def test_a_whole_log_is_proved(house: House, people: People) -> None:
    published_case(house, people)
    answer = run("audit", "verify")
    assert (answer.exit_code, answer.output) == (0, f"{head(house).rows} rows, head {head(house).digest}\n")


def test_a_broken_log_names_the_first_row_that_does_not_follow(house: House, people: People) -> None:
    published_case(house, people)
    cut(house, "UPDATE audit SET subject_id = 99 WHERE id = 3")
    answer = run("audit", "verify")
    assert (answer.exit_code, answer.output.split(":")[0]) == (1, "broken at row 3")


def test_rows_cut_off_the_end_are_missed_by_a_backup_and_by_a_head_that_was_written_down(
    house: House, people: People, tmp_path: Path
) -> None:
    published_case(house, people)
    former, saved, lock = head(house), str(tmp_path / "saved"), {VARIABLE: WORDS}
    run("backup", saved, **lock)
    assert run("audit", "verify", "--since-backup", saved, **lock).exit_code == 0
    assert run("audit", "verify", "--head", former.digest).exit_code == 0
    cut(house, f"DELETE FROM audit WHERE id > {former.rows - 3}")  # noqa: S608 -- a number
    assert run("audit", "verify").exit_code == 0
    for asked in (("--since-backup", saved), ("--head", former.digest)):
        answer = run("audit", "verify", *asked, **lock)
        assert answer.exit_code == 1
        assert "the former head is not in it" in answer.output


def cut(house: House, statement: str) -> None:
    """As somebody who owns the database does it."""
    on = " ON audit" if house.database.engine.dialect.name == "postgresql" else ""
    with house.database.writing() as session:
        for change in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER audit_no_{change}{on}"))
        session.execute(text(statement))
