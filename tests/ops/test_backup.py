"""Backup and restore: what comes back, and what must never come back."""

from __future__ import annotations

import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.consent import services as consents
from app.consent.queries import uses_in_force
from app.consent.rules import Scope
from app.kernel.database import Database
from app.kernel.errors import Refusal
from app.kernel.outbox import Outbox
from app.ops import backup
from app.ops.house import House
from tests.cases.making import draft_case
from tests.clock import HeldClock
from tests.consent.making import Published, published_case
from tests.consent.taking import take_back
from tests.people import People


def titles(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Case.title).order_by(Case.id)))


def withdraw(house: House, made: Published) -> None:
    """As a patient does it with their code."""
    with house.database.writing() as session:
        at = house.clock.now()
        consents.withdraw_by_receipt(session, Outbox(session, at), made.code, at=at)
    house.jobs.enqueue("after_commit")


def pictures(house: House) -> set[str]:
    return {str(path.relative_to(house.settings.renditions)) for path in house.settings.renditions.glob("*/*")}


def test_everything_that_was_saved_comes_back(house: House, people: People, tmp_path: Path) -> None:
    published_case(house, people)
    before, files = titles(house.database), pictures(house)
    backup.back_up(house, tmp_path / "saved.tar")
    published_case(house, people, author="omar")
    for path in house.settings.renditions.glob("*/*"):
        path.unlink()
    assert backup.restore(house, tmp_path / "saved.tar", replace=True) == 0
    assert titles(house.database) == before
    assert pictures(house) == files


def test_i8_a_case_withdrawn_after_the_backup_does_not_come_back(
    house: House, people: People, tmp_path: Path, clock: HeldClock
) -> None:
    gone, kept = published_case(house, people), published_case(house, people, author="omar")
    backup.back_up(house, tmp_path / "saved.tar")
    clock.move(timedelta(days=1))
    withdraw(house, gone)
    assert backup.restore(house, tmp_path / "saved.tar", replace=True) == 1
    with house.database.reading() as session:
        assert session.get_one(Case, gone.case.id).status is CaseStatus.WITHDRAWN
        assert session.get_one(Case, gone.case.id).title == ""
        assert session.get_one(Case, kept.case.id).status is CaseStatus.PUBLISHED


@pytest.mark.sqlite
def test_i8_the_list_of_ended_cases_is_enough_when_the_database_is_lost(
    house: House, people: People, tmp_path: Path
) -> None:
    gone = published_case(house, people)
    backup.back_up(house, tmp_path / "saved.tar")
    withdraw(house, gone)
    house.database.engine.dispose()
    Path(house.database.engine.url.database or "").unlink()
    assert backup.restore(house, tmp_path / "saved.tar", replace=False) == 1
    with house.database.reading() as session:
        assert session.get_one(Case, gone.case.id).is_gone


@pytest.mark.sqlite
@pytest.mark.parametrize("is_lost", [False, True])
def test_i8_a_use_taken_back_after_the_backup_does_not_come_back(
    house: House, people: People, tmp_path: Path, *, is_lost: bool
) -> None:
    made, noise = published_case(house, people), published_case(house, people, author="omar")
    backup.back_up(house, tmp_path / "saved.tar")
    take_back(house, people, made.case.id, Scope.HANDOUT, Scope.QUIZ)
    house.jobs.enqueue("after_commit")
    if is_lost:
        house.database.engine.dispose()
        Path(house.database.engine.url.database or "").unlink()
    assert backup.restore(house, tmp_path / "saved.tar", replace=True) == 0
    with house.database.reading() as session:
        at = house.clock.now()
        assert uses_in_force(session, made.case.id, at) == {Scope.LIBRARY, Scope.EXPORT}
        assert uses_in_force(session, noise.case.id, at) == set(Scope)
        case = session.get_one(Case, made.case.id)
        assert (case.consented, case.quiz_consented) == (True, False)


def test_originals_in_quarantine_are_never_saved(house: House, people: People, tmp_path: Path) -> None:
    draft_case(house, people)
    original = b"bytes of an original that waits for its author"
    (house.settings.quarantine / "ab").mkdir(parents=True, exist_ok=True)
    (house.settings.quarantine / "ab" / "abcdef0123456789.bin").write_bytes(original)
    backup.back_up(house, tmp_path / "saved.tar")
    assert original not in (tmp_path / "saved.tar").read_bytes()


def test_a_backup_can_be_read_by_its_owner_alone(house: House, people: People, tmp_path: Path) -> None:
    people.account("clara")
    backup.back_up(house, tmp_path / "saved.tar")
    assert (tmp_path / "saved.tar").stat().st_mode & 0o077 == 0
    with tarfile.open(tmp_path / "saved.tar") as archive:
        assert "database" in archive.getnames()


def test_data_is_not_replaced_unless_that_is_said(house: House, people: People, tmp_path: Path) -> None:
    people.account("clara")
    backup.back_up(house, tmp_path / "saved.tar")
    with pytest.raises(Refusal, match="--replace"):
        backup.restore(house, tmp_path / "saved.tar", replace=False)


@pytest.mark.parametrize("content", [b"", b"not an archive at all", b"\0" * 10240])
def test_a_file_that_is_no_backup_is_refused_and_changes_nothing(
    house: House, people: People, tmp_path: Path, content: bytes
) -> None:
    published_case(house, people)
    before = titles(house.database)
    (tmp_path / "broken.tar").write_bytes(content)
    with pytest.raises(Refusal, match="not a whole Casebook backup"):
        backup.restore(house, tmp_path / "broken.tar", replace=True)
    assert titles(house.database) == before
