"""I9 and I10: what was answered survives, and files and rows belong together."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from app.kernel.blobs import LocalBlobs
from app.media import jobs
from app.media import services as media
from app.media.models import Image
from app.media.originals import prepare
from app.ops import invariants
from app.ops.house import House
from tests.cases.making import TINY_PNG, received_image
from tests.clock import HeldClock
from tests.people import People


def test_i09_bytes_and_folders_are_forced_to_the_disk_before_the_row_is_written(
    house: House, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tests/journeys/test_killed_anywhere.py kills the processes; a power cut is forestalled by this order."""
    order: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        kind = "folder" if Path(f"/proc/self/fd/{handle}").is_dir() else "file"
        order.append(kind)
        real_sync(handle)

    def place(path: Path, target: Path) -> Path:
        order.append("placed")
        return real_replace(path, target)

    monkeypatch.setattr("app.kernel.blobs.os.fsync", sync)
    monkeypatch.setattr(Path, "replace", place)
    LocalBlobs(house.settings.renditions).put("ab/abcdef0123.webp", b"pixels")
    assert order == ["file", "placed", "folder", "folder"]

    author, seen = people.actor("clara"), list[int]()
    order.clear()
    with house.database.writing() as session:
        event.listen(session, "before_flush", lambda *_: seen.append(len(order)))
        media.receive(
            session, house.store, author_id=author.account_id, original=prepare(TINY_PNG), at=house.clock.now()
        )
    assert seen[0] == len(order) == 4 * (1 + 6)  # the original and six renditions, then the first row


def test_i10_every_file_has_its_row_and_every_row_its_file_but_for_an_hour(
    house: House, people: People, clock: HeldClock
) -> None:
    clara = people.actor("clara")
    with house.database.writing() as session:
        image = received_image(session, house.store, clara.account_id, at=clock.now())
    orphan = house.store.put_original(b"of an upload that was killed before its commit", at=clock.now())
    assert [breach.code for breach in invariants.breaches(house)] == []
    clock.move(timedelta(hours=1))
    assert [breach.code for breach in invariants.breaches(house)] == [f"I10.quarantine.{orphan}"]
    assert jobs.sweep_orphans(house.database, house.store, clock).destroyed == 1
    assert [breach.code for breach in invariants.breaches(house)] == []
    (house.settings.renditions / image.renditions[0].key).unlink()
    assert [breach.code for breach in invariants.breaches(house)] == [f"I9.image.{image.id}"]
    assert jobs.sweep_orphans(house.database, house.store, clock).incomplete == (image.id,)
    with house.database.reading() as session:
        assert session.scalars(select(Image.id)).all() == [image.id]
