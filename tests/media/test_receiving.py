"""From an upload to a row with six files and an original, or to nothing at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.audit import AuditEntry
from app.kernel.blobs import LocalBlobs
from app.kernel.database import Database
from app.media import queries, services
from app.media.models import Image
from app.media.originals import prepare
from app.media.rules import WIDTHS, BlobKind, ImageState, RenditionFormat
from app.media.storage import ImageStore, made_at
from tests.clock import HeldClock
from tests.media.pictures import SECRET, encoded, photo, with_secrets


class FullDisk(LocalBlobs):
    """Takes so many files and then no more."""

    def __init__(self, folder: Path, *, room: int) -> None:
        super().__init__(folder)
        self._room = room

    def put(self, key: str, data: bytes) -> None:
        if not self._room:
            raise OSError("no space left on device")
        self._room -= 1
        super().put(key, data)


@pytest.fixture
def received(session: Session, store: ImageStore, clock: HeldClock, clara: int) -> Image:
    upload = io.BytesIO(with_secrets("JPEG"))
    return services.receive(session, store, author_id=clara, original=prepare(upload), at=clock.now())


def test_a_received_picture_has_its_size_its_hashes_and_six_files(received: Image) -> None:
    assert (received.state, received.width, received.height) == (ImageState.RECEIVED, 120, 80)
    assert len(received.pixel_hash) == len(received.content_hash) == 64
    made = {(file.nominal, file.format) for file in received.renditions}
    assert made == {(width, form) for width in WIDTHS for form in RenditionFormat}


def test_the_content_hash_can_be_checked_against_the_stored_files(received: Image, store: ImageStore) -> None:
    assert store.content_hash(received.renditions) == received.content_hash


def test_the_original_is_kept_byte_for_byte_in_quarantine_alone(received: Image, store: ImageStore) -> None:
    assert received.quarantine_key is not None
    assert store.get_original(received.quarantine_key) == with_secrets("JPEG")
    assert list(store.keys(BlobKind.QUARANTINE)) == [received.quarantine_key]


def test_i17_keys_and_names_are_random_and_tell_only_when_they_were_made(
    received: Image, store: ImageStore, clock: HeldClock
) -> None:
    keys = [key for kind in BlobKind for key in store.keys(kind)]

    assert len({key[3:35] for key in keys} | {received.name}) == 8
    assert {made_at(key) for key in keys} == {clock.now()}
    assert not any(SECRET.lower() in key for key in keys)


def test_i9_everything_is_on_disk_before_the_row_is_written(
    database: Database, store: ImageStore, clock: HeldClock, clara: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoDatabase(Exception):
        pass

    seen: list[int] = []

    def fail(_self: Session, *_: object) -> None:
        seen.append(len([key for kind in BlobKind for key in store.keys(kind)]))
        raise NoDatabase

    with database.writer() as session, monkeypatch.context() as patched:
        patched.setattr(Session, "flush", fail)
        with pytest.raises(NoDatabase):
            services.receive(session, store, author_id=clara, original=prepare(encoded(photo(), "PNG")), at=clock.now())

    assert seen == [7]
    assert not [key for kind in BlobKind for key in store.keys(kind)], "and it's taken back when the row fails"


@pytest.mark.parametrize("room", range(6))
def test_a_full_disk_leaves_nothing_behind(
    session: Session, tmp_path: Path, clock: HeldClock, clara: int, room: int
) -> None:
    store = ImageStore(FullDisk(tmp_path / "r", room=room), LocalBlobs(tmp_path / "q"))

    with pytest.raises(OSError, match="no space"):
        services.receive(session, store, author_id=clara, original=prepare(encoded(photo(), "PNG")), at=clock.now())

    assert not list(tmp_path.glob("[rq]/*/*"))
    assert session.scalars(select(Image)).all() == []


def test_a_full_quarantine_leaves_nothing_behind(
    session: Session, tmp_path: Path, clock: HeldClock, clara: int
) -> None:
    store = ImageStore(LocalBlobs(tmp_path / "r"), FullDisk(tmp_path / "q", room=0))

    with pytest.raises(OSError, match="no space"):
        services.receive(session, store, author_id=clara, original=prepare(encoded(photo(), "PNG")), at=clock.now())

    assert not list(tmp_path.glob("[rq]/*/*"))


def test_i16_receiving_is_one_audit_row_without_any_text(session: Session, received: Image, clara: int) -> None:
    rows = session.scalars(select(AuditEntry).where(AuditEntry.subject == "image")).all()

    assert [(row.action, row.actor_id, row.subject_id, row.detail) for row in rows] == [
        ("image.received", clara, received.id, {})
    ]


def test_the_same_pixels_have_one_hash_whatever_file_they_came_in(
    session: Session, store: ImageStore, clock: HeldClock, clara: int
) -> None:
    def take(data: bytes) -> Image:
        return services.receive(session, store, author_id=clara, original=prepare(data), at=clock.now())

    first, noise, again = take(with_secrets("PNG")), take(encoded(photo(90, 90), "PNG")), take(with_secrets("WEBP"))

    assert first.pixel_hash == again.pixel_hash != noise.pixel_hash


def test_reads_find_a_file_by_its_width(session: Session, store: ImageStore, clock: HeldClock, clara: int) -> None:
    image = services.receive(
        session, store, author_id=clara, original=prepare(encoded(photo(1200, 800), "JPEG")), at=clock.now()
    )

    found = queries.rendition_of(image, 960, RenditionFormat.JPEG)
    assert found is not None
    assert (found.width, found.height) == (960, 640)
    assert queries.rendition_of(image, 961, RenditionFormat.JPEG) is None
    assert [file.width for file in queries.srcset(image, RenditionFormat.WEBP)] == [320, 960, 1200]


def test_a_small_picture_is_listed_once(received: Image) -> None:
    assert [file.nominal for file in queries.srcset(received, RenditionFormat.WEBP)] == [320]
