"""Files and rows end together, whatever is killed in between; the sweeps find what doesn't."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.blobs import LocalBlobs
from app.kernel.database import Database
from app.kernel.settings import Settings
from app.media import jobs, queries, services
from app.media.models import DoomedBlob, Image
from app.media.originals import prepare
from app.media.rules import BlobKind, ImageState, RenditionFormat, Sign
from app.media.storage import ImageStore, new_key
from tests.clock import HeldClock
from tests.media.pictures import encoded, photo

Take = Callable[[], int]
RECEIVED = encoded(photo(), "PNG")


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def take(database: Database, store: ImageStore, clock: HeldClock, clara: int) -> Take:
    """Receive and commit a picture; returns its id."""

    def receive() -> int:
        with database.writing() as session:
            return services.receive(session, store, author_id=clara, original=prepare(RECEIVED), at=clock.now()).id

    return receive


@pytest.fixture
def erased(database: Database, take: Take, clock: HeldClock) -> int:
    """A committed erasure whose files are still there, beside a picture that stays."""
    take()
    image_id = take()
    with database.writing() as session:
        services.erase(session, session.get_one(Image, image_id), at=clock.now())
    return image_id


def files(store: ImageStore) -> int:
    return sum(1 for kind in BlobKind for _ in store.keys(kind))


def left(database: Database) -> int:
    with database.reading() as session:
        return len(queries.doomed(session))


@pytest.mark.usefixtures("erased")
def test_i7_doomed_files_are_destroyed_after_the_commit_and_no_others(
    database: Database, store: ImageStore, clock: HeldClock
) -> None:
    assert (files(store), left(database)) == (14, 7)

    assert jobs.destroy_doomed(database, store, clock) == 7

    assert (files(store), left(database)) == (7, 0)


@pytest.mark.usefixtures("erased")
def test_i19_destroying_twice_is_destroying_once(database: Database, store: ImageStore, clock: HeldClock) -> None:
    jobs.destroy_doomed(database, store, clock)

    assert jobs.destroy_doomed(database, store, clock) == 0
    assert files(store) == 7


@pytest.mark.usefixtures("erased")
@pytest.mark.parametrize("survived", range(8))
def test_i19_killed_after_any_file_the_next_run_ends_it(
    database: Database, store: ImageStore, clock: HeldClock, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    calls = 0
    real = LocalBlobs.delete

    def deadly(self: LocalBlobs, key: str) -> None:
        nonlocal calls
        if calls == survived:
            raise Killed
        calls += 1
        real(self, key)

    with monkeypatch.context() as patched:
        patched.setattr(LocalBlobs, "delete", deadly)
        if survived < 7:
            with pytest.raises(Killed):
                jobs.destroy_doomed(database, store, clock)
            assert left(database) == 7
    jobs.destroy_doomed(database, store, clock)

    assert (files(store), left(database)) == (7, 0)


@pytest.mark.usefixtures("erased")
def test_a_file_that_cannot_be_destroyed_holds_up_no_other_and_is_told_after_five_minutes(
    database: Database,
    store: ImageStore,
    clock: HeldClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with database.reading() as session:
        stubborn = queries.doomed(session)[0].key
    real = LocalBlobs.delete

    def failing(self: LocalBlobs, key: str) -> None:
        if key == stubborn:
            raise OSError("read-only file system")
        real(self, key)

    monkeypatch.setattr(LocalBlobs, "delete", failing)
    assert jobs.destroy_doomed(database, store, clock) == 6
    assert [record.levelno for record in caplog.records if record.name == jobs.log.name] == [logging.WARNING]

    clock.move(timedelta(minutes=6))
    assert jobs.destroy_doomed(database, store, clock) == 0
    assert caplog.records[-1].levelno == logging.ERROR
    assert left(database) == 1


def test_nothing_is_destroyed_for_a_transaction_that_was_rolled_back(
    database: Database, store: ImageStore, clock: HeldClock, take: Take
) -> None:
    image_id = take()
    with database.writer() as session:
        services.erase(session, session.get_one(Image, image_id), at=clock.now())
        session.rollback()

    assert jobs.destroy_doomed(database, store, clock) == 0
    assert files(store) == 7


def test_i3_a_draft_untouched_for_seven_days_is_erased_with_its_original(
    database: Database, store: ImageStore, clock: HeldClock, take: Take
) -> None:
    forgotten = take()
    clock.move(timedelta(days=1))
    recent, confirmed = take(), take()
    with database.writing() as session:
        image = session.get_one(Image, confirmed)
        services.confirm(session, image, content_hash=image.content_hash, signs=tuple(Sign), at=clock.now())
    clock.move(timedelta(days=6))

    assert jobs.sweep_quarantine(database, store, clock) == jobs.QuarantineReport(1, ())

    with database.reading() as session:
        states = {image.id: image.state for image in session.scalars(select(Image))}
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert states == {
        forgotten: ImageState.ERASED,
        recent: ImageState.RECEIVED,
        confirmed: ImageState.CONFIRMED,
    }
    assert files(store) == 7 + 6
    assert last is not None
    assert (last.action, last.actor_id, last.subject_id) == ("image.erased", None, forgotten)


def test_i3_the_moment_before_seven_days_nothing_is_erased(
    database: Database, store: ImageStore, clock: HeldClock, take: Take
) -> None:
    take()
    clock.move(timedelta(days=7, seconds=-1))
    assert jobs.sweep_quarantine(database, store, clock).erased == 0

    clock.move(timedelta(seconds=1))
    assert jobs.sweep_quarantine(database, store, clock).erased == 1
    assert jobs.sweep_quarantine(database, store, clock).erased == 0


def test_i3_an_author_who_comes_back_during_the_sweep_keeps_the_draft(
    database: Database, store: ImageStore, clock: HeldClock, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_id = take()
    clock.move(timedelta(days=8))
    monkeypatch.setattr(queries, "stale", lambda *_: [image_id, 999])
    with database.writing() as session:
        services.touch(session, session.get_one(Image, image_id), at=clock.now())

    assert jobs.sweep_quarantine(database, store, clock).erased == 0


def test_i3_an_original_that_lies_there_against_the_rule_is_reported(
    database: Database, store: ImageStore, clock: HeldClock, take: Take, caplog: pytest.LogCaptureFixture
) -> None:
    take()
    astray = store.put_original(b"somebody's face", at=clock.now())
    assert jobs.sweep_quarantine(database, store, clock).overdue == (), "an upload may be under way"

    clock.move(timedelta(hours=2))
    report = jobs.sweep_quarantine(database, store, clock)

    assert report.overdue == (astray,)
    assert "longer than they may (I3)" in caplog.text


def test_i10_files_without_a_row_are_destroyed_after_an_hour(
    database: Database, store: ImageStore, clock: HeldClock, erased: int, settings: Settings
) -> None:
    store.put_original(b"killed before its row", at=clock.now())
    (settings.quarantine / "zz").mkdir()
    (settings.quarantine / "zz" / "zz-copied-by-hand.bin").write_bytes(b"x")
    clock.move(timedelta(minutes=59))
    assert jobs.sweep_orphans(database, store, clock) == jobs.OrphanReport(1, ()), "a foreign file counts as old"

    clock.move(timedelta(minutes=1))
    assert jobs.sweep_orphans(database, store, clock) == jobs.OrphanReport(1, ())
    assert jobs.sweep_orphans(database, store, clock) == jobs.OrphanReport(0, ())
    assert files(store) == 14, "pictures and doomed files are none of its business"


def test_i10_an_image_without_its_file_is_reported_and_nothing_is_made_worse(
    database: Database, store: ImageStore, clock: HeldClock, take: Take
) -> None:
    whole, broken = take(), take()
    with database.reading() as session:
        file = session.get_one(Image, broken).renditions[0]
    store.destroy(BlobKind.RENDITION, file.key)
    assert jobs.sweep_orphans(database, store, clock).incomplete == ()

    clock.move(timedelta(hours=2))
    assert jobs.sweep_orphans(database, store, clock) == jobs.OrphanReport(0, (broken,))
    assert jobs.changed_files(database, store) == [broken]
    assert whole != broken


def test_i10_a_missing_original_is_reported(
    database: Database, store: ImageStore, clock: HeldClock, take: Take
) -> None:
    image_id = take()
    for key in list(store.keys(BlobKind.QUARANTINE)):
        store.destroy(BlobKind.QUARANTINE, key)
    clock.move(timedelta(hours=2))

    assert jobs.sweep_orphans(database, store, clock).incomplete == (image_id,)


def test_i1_a_file_that_was_exchanged_on_disk_is_found(database: Database, store: ImageStore, take: Take) -> None:
    take()
    image_id = take()
    assert jobs.changed_files(database, store) == []
    with database.reading() as session:
        file = queries.rendition_of(session.get_one(Image, image_id), 960, RenditionFormat.WEBP)
    assert file is not None
    path = store.local_path(file.key)
    assert path is not None
    path.write_bytes(path.read_bytes() + b"x")

    assert jobs.changed_files(database, store) == [image_id]


def test_a_file_is_doomed_once(database: Database, clock: HeldClock) -> None:
    key = new_key("webp", clock.now())
    with database.writing() as session:
        session.add(DoomedBlob(kind=BlobKind.RENDITION, key=key, since=clock.now()))
    assert left(database) == 1
