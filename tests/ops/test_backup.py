"""Backup and restore: what comes back, and what must never come back."""

from __future__ import annotations

import io
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.accounts.models import SignIn
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.consent import services as consents
from app.consent.queries import uses_in_force
from app.consent.rules import Scope
from app.kernel import locks
from app.kernel.audit import AuditEntry
from app.kernel.chain import Head, head_of
from app.kernel.database import Database
from app.kernel.errors import NoRoom, Refusal
from app.kernel.locks import KeyFile, Lock, Passphrase, Plain
from app.kernel.outbox import Outbox
from app.kernel.sealed_stream import CHUNK, TAG
from app.library import queries as library
from app.library.rules import Query
from app.media import services as media
from app.media.models import Image
from app.media.rules import ScanState
from app.ops import backup, invariants
from app.ops.backup import leftovers, restoring, writing
from app.ops.house import House
from tests.cases.making import received_image
from tests.clock import HeldClock
from tests.consent.making import Published, published_case
from tests.consent.taking import take_back
from tests.people import People

LOCK = Passphrase("a stretch of quiet road")
OTHER = Passphrase("a stretch of noisy road")


@pytest.fixture(autouse=True)
def _quick_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key costs half a second on purpose; these tests do it dozens of times."""
    monkeypatch.setattr(locks, "COST", 1 << 14)


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


def state_of(house: House) -> tuple[list[str], set[str], str]:
    """What a refused restore must leave as it was."""
    with house.database.reading() as session:
        return titles(house.database), pictures(house), head_of(session).digest


def breaches(house: House) -> list[str]:
    wiring.catching_up(house)()
    return [str(breach) for breach in invariants.breaches(house)]


def test_everything_that_was_saved_comes_back(house: House, people: People, tmp_path: Path) -> None:
    published_case(house, people)
    before, files = titles(house.database), pictures(house)
    backup.back_up(house, tmp_path / "saved", LOCK)
    published_case(house, people, author="omar")
    for path in house.settings.renditions.glob("*/*"):
        path.unlink()
    assert backup.restore(house, tmp_path / "saved", LOCK, replace=True).ended == 0
    assert titles(house.database) == before
    assert pictures(house) == files
    assert breaches(house) == []


def test_i8_a_case_withdrawn_after_the_backup_does_not_come_back(
    house: House, people: People, tmp_path: Path, clock: HeldClock
) -> None:
    gone, kept = published_case(house, people), published_case(house, people, author="omar")
    backup.back_up(house, tmp_path / "saved", LOCK)
    clock.move(timedelta(days=1))
    withdraw(house, gone)
    assert backup.restore(house, tmp_path / "saved", LOCK, replace=True).ended == 1
    with house.database.reading() as session:
        assert session.get_one(Case, gone.case.id).status is CaseStatus.WITHDRAWN
        assert session.get_one(Case, gone.case.id).title == ""
        assert session.get_one(Case, kept.case.id).status is CaseStatus.PUBLISHED
        kept_files = {
            file.key for part in session.get_one(Case, kept.case.id).pictures for file in part.image.renditions
        }
    assert pictures(house) == kept_files
    clock.move(timedelta(minutes=10))
    assert breaches(house) == []


def test_i8_a_case_that_has_ended_is_never_in_the_database_in_use_not_even_for_a_moment(
    house: House, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the database is put in its place, the former one is there; killed after it, the case has ended."""
    gone = published_case(house, people)
    backup.back_up(house, tmp_path / "saved", LOCK)
    withdraw(house, gone)

    def die(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "_settle", die)
    with pytest.raises(KeyboardInterrupt):
        backup.restore(house, tmp_path / "saved", LOCK, replace=True)
    with house.database.reading() as session:
        assert session.get_one(Case, gone.case.id).is_gone


@pytest.mark.sqlite
def test_i8_the_list_of_ended_cases_is_enough_when_the_database_is_lost(
    house: House, people: People, tmp_path: Path
) -> None:
    gone = published_case(house, people)
    backup.back_up(house, tmp_path / "saved", LOCK)
    withdraw(house, gone)
    house.database.engine.dispose()
    Path(house.database.engine.url.database or "").unlink()
    assert backup.restore(house, tmp_path / "saved", LOCK, replace=False).ended == 1
    with house.database.reading() as session:
        assert session.get_one(Case, gone.case.id).is_gone


def test_i8_the_database_is_enough_when_the_list_is_lost(house: House, people: People, tmp_path: Path) -> None:
    gone = published_case(house, people)
    backup.back_up(house, tmp_path / "saved", LOCK)
    withdraw(house, gone)
    house.settings.tombstones.unlink()
    assert backup.restore(house, tmp_path / "saved", LOCK, replace=True).ended == 1
    assert f'"case": {gone.case.id}' in house.settings.tombstones.read_text(encoding="ascii")


def test_a_line_of_the_list_that_was_cut_short_spoils_no_other(house: House, people: People, tmp_path: Path) -> None:
    first, second = published_case(house, people), published_case(house, people, author="omar")
    backup.back_up(house, tmp_path / "saved", LOCK)
    withdraw(house, first)
    with house.settings.tombstones.open("a", encoding="ascii") as half:
        half.write('{"case": 99, "rea')
    withdraw(house, second)
    assert backup.restore(house, tmp_path / "saved", LOCK, replace=True).ended == 2


def test_the_index_holds_what_was_restored_and_nothing_else(house: House, people: People, tmp_path: Path) -> None:
    gone, kept = published_case(house, people), published_case(house, people, author="omar")
    backup.back_up(house, tmp_path / "saved", LOCK)
    withdraw(house, gone)
    assert backup.restore(house, tmp_path / "saved", LOCK, replace=True).indexed == 1
    assert list(house.index.case_ids()) == [kept.case.id]
    with house.database.reading() as session:
        found = library.search(session, house.index, people.actor("sam"), Query("burrows"))
    assert ([case.id for case in found.cases], found.is_basic) == ([kept.case.id], False)


@pytest.mark.sqlite
@pytest.mark.parametrize("is_lost", [False, True])
def test_i8_a_use_taken_back_after_the_backup_does_not_come_back(
    house: House, people: People, tmp_path: Path, *, is_lost: bool
) -> None:
    made, noise = published_case(house, people), published_case(house, people, author="omar")
    backup.back_up(house, tmp_path / "saved", LOCK)
    take_back(house, people, made.case.id, Scope.HANDOUT, Scope.QUIZ)
    house.jobs.enqueue("after_commit")
    if is_lost:
        house.database.engine.dispose()
        Path(house.database.engine.url.database or "").unlink()
    assert backup.restore(house, tmp_path / "saved", LOCK, replace=True).ended == 0
    with house.database.reading() as session:
        at = house.clock.now()
        assert uses_in_force(session, made.case.id, at) == {Scope.LIBRARY, Scope.EXPORT}
        assert uses_in_force(session, noise.case.id, at) == set(Scope)
        case = session.get_one(Case, made.case.id)
        assert (case.consented, case.quiz_consented) == (True, False)


def test_originals_in_quarantine_are_never_saved(house: House, people: People, tmp_path: Path) -> None:
    clara, at, original = people.actor("clara"), house.clock.now(), b"bytes of an original that waits for its author"
    with house.database.writing() as session:
        image = received_image(session, house.store, clara.account_id, at=at)
        image.quarantine_key = house.store.put_original(original, at=at)
    backup.back_up(house, tmp_path / "saved", Plain())
    assert original not in (tmp_path / "saved").read_bytes()


def test_a_draft_goes_on_without_its_original_where_that_is_lost(house: House, people: People, tmp_path: Path) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        lost, kept = (received_image(session, house.store, clara.account_id, at=at) for _ in range(2))
        lost.scan = ScanState.WAITING
    backup.back_up(house, tmp_path / "saved", LOCK)
    (house.settings.quarantine / (lost.quarantine_key or "")).unlink()
    assert backup.restore(house, tmp_path / "saved", LOCK, replace=True).originals_lost == 1
    with house.database.writing() as session:
        image = session.get_one(Image, lost.id)
        assert (image.quarantine_key, image.scan) == (None, ScanState.FAILED)
        assert session.get_one(Image, kept.id).quarantine_key == kept.quarantine_key
        with pytest.raises(Refusal, match="Upload the picture again"):
            media.read_original(session, house.store, image, actor_id=clara.account_id, at=at)
    assert breaches(house) == []


def test_everybody_signs_in_anew_after_a_restore(house: House, people: People, tmp_path: Path) -> None:
    """A sign-in that was revoked since would be good again."""
    client = people.client("sam")
    backup.back_up(house, tmp_path / "saved", LOCK)
    backup.restore(house, tmp_path / "saved", LOCK, replace=True)
    assert client.get("/account").status_code == 302
    with house.database.reading() as session:
        assert None not in session.scalars(select(SignIn.revoked_at)).all()


def test_a_restore_writes_itself_down_with_the_head_it_replaced(house: House, people: People, tmp_path: Path) -> None:
    published_case(house, people)
    saved = backup.back_up(house, tmp_path / "saved", LOCK)
    published_case(house, people, author="omar")
    former = state_of(house)[2]
    backup.restore(house, tmp_path / "saved", LOCK, replace=True)
    with house.database.reading() as session:
        row = session.scalars(select(AuditEntry).where(AuditEntry.action == "instance.restored")).one()
    assert row.detail == {"rows": saved.audit.rows, "head": saved.audit.digest, "former": former}
    assert row.previous == saved.audit.digest


def test_a_backup_can_be_read_by_its_owner_alone(house: House, people: People, tmp_path: Path) -> None:
    people.account("clara")
    backup.back_up(house, tmp_path / "saved", LOCK)
    assert (tmp_path / "saved").stat().st_mode & 0o077 == 0


def test_nothing_of_it_can_be_read_without_the_lock(house: House, people: People, tmp_path: Path) -> None:
    published_case(house, people)
    backup.back_up(house, tmp_path / "sealed", LOCK)
    backup.back_up(house, tmp_path / "plain", Plain())
    sealed, plain = (tmp_path / "sealed").read_bytes(), (tmp_path / "plain").read_bytes()
    is_sqlite = house.database.engine.dialect.name == "sqlite"  # PostgreSQL's dumps are compressed
    for word in (b"Itch between the fingers", b"clara@example.org", b"SQLite format 3", b"WEBP", b"pictures/"):
        assert word in plain or not is_sqlite
        assert word not in sealed


LOCKS: list[Lock] = [LOCK, KeyFile(bytes(range(40))), Plain()]


@pytest.mark.parametrize("lock", LOCKS)
def test_each_lock_opens_what_it_has_locked_and_no_other_does(
    house: House, people: People, tmp_path: Path, lock: Lock
) -> None:
    published_case(house, people)
    backup.back_up(house, tmp_path / "saved", lock)
    before = state_of(house)
    for wrong in (OTHER, KeyFile(bytes(40)), *LOCKS):
        if wrong != lock:
            with pytest.raises(Refusal):
                backup.restore(house, tmp_path / "saved", wrong, replace=True)
            assert state_of(house) == before
    backup.restore(house, tmp_path / "saved", lock, replace=True)
    assert titles(house.database) == before[0]


def test_the_same_passphrase_gives_another_key_each_time(house: House, people: People, tmp_path: Path) -> None:
    people.account("clara")
    for name in ("one", "two"):
        backup.back_up(house, tmp_path / name, LOCK)
    one, two = ((tmp_path / name).read_bytes()[-4096:] for name in ("one", "two"))
    assert one != two


@pytest.mark.parametrize("weak", [lambda: Passphrase("short"), lambda: Passphrase(""), lambda: KeyFile(b"x" * 31)])
def test_a_weak_lock_is_refused(weak: Callable[[], Lock]) -> None:
    with pytest.raises(Refusal, match="at least"):
        weak()


def test_data_is_not_replaced_unless_that_is_said(house: House, people: People, tmp_path: Path) -> None:
    people.account("clara")
    backup.back_up(house, tmp_path / "saved", LOCK)
    with pytest.raises(Refusal, match="--replace"):
        backup.restore(house, tmp_path / "saved", LOCK, replace=False)


def old_format() -> bytes:
    """As backups were before they were sealed: a tar archive that begins with its facts."""
    with io.BytesIO() as out:
        with tarfile.open(fileobj=out, mode="w") as archive:
            entry = tarfile.TarInfo("casebook-backup.json")
            archive.addfile(entry)
        return out.getvalue()


NEWER = b"CASEBOOK BACKUP\n" + (14).to_bytes(4, "big") + b'{"format": 99}'
REFUSED = [
    pytest.param(b"", "not a Casebook backup", id="empty"),
    pytest.param(b"not an archive at all", "not a Casebook backup", id="other file"),
    pytest.param(b"\0" * 10240, "not a Casebook backup", id="zeros"),
    pytest.param(old_format(), "before backups were encrypted", id="old format"),
    pytest.param(NEWER, "another version", id="newer format"),
    pytest.param(b"CASEBOOK BACKUP\n" + b"\xff\xff\xff\xff{", "head of this backup is damaged", id="endless head"),
    pytest.param(b"CASEBOOK BACKUP\n" + (2).to_bytes(4, "big") + b"[]", "head of this backup is damaged", id="no head"),
]


@pytest.mark.parametrize(("content", "why"), REFUSED)
def test_a_file_that_is_no_backup_is_refused_and_changes_nothing(
    house: House, people: People, tmp_path: Path, content: bytes, why: str
) -> None:
    published_case(house, people)
    before = state_of(house)
    (tmp_path / "broken").write_bytes(content)
    with pytest.raises(Refusal, match=why):
        backup.restore(house, tmp_path / "broken", LOCK, replace=True)
    assert state_of(house) == before


def cut(at: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:at]


def flipped(place: float) -> Callable[[bytes], bytes]:
    def flip(data: bytes) -> bytes:
        where = int(len(data) * place)
        return data[:where] + bytes([data[where] ^ 1]) + data[where + 1 :]

    return flip


def exchanged(data: bytes) -> bytes:
    """The first two sealed chunks in each other's place."""
    start = 20 + int.from_bytes(data[16:20], "big")
    size = CHUNK + TAG
    assert len(data) > start + 2 * size
    return data[:start] + data[start + size : start + 2 * size] + data[start : start + size] + data[start + 2 * size :]


def without_last_chunk(data: bytes) -> bytes:
    start, size = 20 + int.from_bytes(data[16:20], "big"), CHUNK + TAG
    whole = (len(data) - start - 1) // size
    return data[: start + whole * size]


DAMAGE = [
    pytest.param(cut(-1), id="last byte missing"),
    pytest.param(cut(-70_000), id="end missing"),
    pytest.param(without_last_chunk, id="cut between chunks"),
    pytest.param(exchanged, id="chunks exchanged"),
    pytest.param(lambda data: data + b"\0", id="something added"),
    pytest.param(flipped(0.5), id="bit flipped in the middle"),
    pytest.param(flipped(0.9999), id="bit flipped at the end"),
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_backup_that_was_damaged_cut_off_or_changed_is_refused_and_changes_nothing(
    house: House, people: People, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    published_case(house, people)
    before = state_of(house)
    data = whole_backup(house, tmp_path)
    (tmp_path / "damaged").write_bytes(damage(data))
    with pytest.raises(Refusal, match="damaged"):
        backup.restore(house, tmp_path / "damaged", LOCK, replace=True)
    assert state_of(house) == before
    assert list(house.settings.data.glob(".work-*")) == []


def whole_backup(house: House, tmp_path: Path) -> bytes:
    """A backup of several chunks: one picture's file is made larger than it is."""
    with house.database.reading() as session:
        image = session.scalars(select(Image)).first()
        assert image is not None
        path = house.settings.renditions / image.renditions[0].key
    kept = path.read_bytes()
    path.write_bytes(kept + bytes(3 * CHUNK))
    backup.back_up(house, tmp_path / "saved", LOCK)
    path.write_bytes(kept)
    return (tmp_path / "saved").read_bytes()


def test_the_head_in_the_clear_cannot_be_exchanged(house: House, people: People, tmp_path: Path) -> None:
    """It tells what the audit log was: another word there, and the backup can't be opened."""
    published_case(house, people)
    saved = backup.back_up(house, tmp_path / "saved", LOCK)
    data = (tmp_path / "saved").read_bytes()
    assert saved.audit.digest.encode() in data
    assert backup.read_label(tmp_path / "saved", LOCK).audit == saved.audit
    (tmp_path / "saved").write_bytes(data.replace(saved.audit.digest.encode(), b"f" * 64))
    with pytest.raises(Refusal, match="damaged"):
        backup.read_label(tmp_path / "saved", LOCK)


def test_a_name_that_leads_out_of_the_folder_is_refused(
    house: House, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_case(house, people)
    monkeypatch.setattr(writing, "END", "../../outside")
    backup.back_up(house, tmp_path / "saved", LOCK)
    monkeypatch.undo()
    monkeypatch.setattr(locks, "COST", 1 << 14)
    with pytest.raises(Refusal, match="damaged"):
        backup.restore(house, tmp_path / "saved", LOCK, replace=True)
    assert not (house.settings.data.parent / "outside").exists()


def test_a_backup_that_fails_leaves_the_former_one_and_no_half(
    house: House, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.account("clara")
    (tmp_path / "saved").write_bytes(b"the former one")

    def full(*_: object) -> tuple[int, int]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_fill", full)
    with pytest.raises(NoRoom):
        backup.back_up(house, tmp_path / "saved", LOCK)
    assert [path.name for path in tmp_path.glob("*saved*")] == ["saved"]
    assert (tmp_path / "saved").read_bytes() == b"the former one"
    assert list(house.settings.data.glob(".work-*")) == []


def test_what_a_killed_backup_has_left_is_cleared_and_a_running_one_is_not(house: House) -> None:
    house.settings.data.mkdir(parents=True, exist_ok=True)
    left = house.settings.data / ".work-left"
    left.mkdir()
    (left / "picture").write_bytes(b"x")
    backup.clear_leftovers(house.settings.data)
    assert not left.exists()
    with leftovers.working_folder(house.settings.data) as folder:
        backup.clear_leftovers(house.settings.data)
        assert folder.exists()
        with pytest.raises(Refusal, match="running already"), leftovers.working_folder(house.settings.data):
            pass


@contextmanager
def hammering(house: House, people: People) -> Iterator[list[int]]:
    """Somebody publishes, replaces and withdraws without a pause while the block runs; counts the rounds."""
    rounds: list[int] = []
    ends = threading.Event()
    for name in ("omar", "priya", "max"):
        people.account(name)

    def hammer() -> None:
        while not ends.is_set():
            kept, gone = published_case(house, people, author="omar"), published_case(house, people, author="priya")
            withdraw(house, gone)
            rounds.append(kept.case.id)

    thread = threading.Thread(target=hammer)
    thread.start()
    try:
        yield rounds
    finally:
        ends.set()
        thread.join()


def test_a_backup_taken_while_others_write_is_of_one_moment(
    house: House, people: People, tmp_path: Path, clock: HeldClock
) -> None:
    """Whoever writes goes on; each row that was saved has its files, and each step its audit row."""
    published_case(house, people)
    saved = [tmp_path / "first", tmp_path / "second"]
    with hammering(house, people) as rounds:
        for target in saved:
            begun = len(rounds)
            while len(rounds) == begun:
                time.sleep(0.01)
            assert backup.back_up(house, target, LOCK).missing == 0
    for source in saved:
        backup.restore(house, source, LOCK, replace=True)
        clock.move(timedelta(minutes=10))
        assert breaches(house) == []


def test_a_file_destroyed_after_the_moment_is_in_the_backup_if_its_row_is(
    house: House, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        image = received_image(session, house.store, clara.account_id, at=at)
    files = pictures(house)

    def erase_first(session: Session) -> Head:
        with house.database.writing() as own:
            media.erase(own, own.get_one(Image, image.id), at=at)
        house.jobs.enqueue("after_commit")
        assert pictures(house) == set()
        return head_of(session)

    monkeypatch.setattr(writing, "head_of", erase_first)
    assert backup.back_up(house, tmp_path / "saved", LOCK).pictures == len(files)
    backup.restore(house, tmp_path / "saved", LOCK, replace=True)
    assert pictures(house) == files
