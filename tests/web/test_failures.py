"""A busy database and a full disk: a clear word, nothing half done, and what was typed is sent again by a button."""

from __future__ import annotations

import errno
import io
import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, text
from sqlalchemy.engine import make_url

from app.cases.models import Case
from app.media.models import Image
from app.ops import invariants
from app.ops.house import House
from tests.cases.making import TINY_PNG, draft_case, published_case
from tests.people import PASSWORD, People

pytestmark = pytest.mark.sqlite
MOUNT = ("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs")
MISTYPED = 'Line one\n  "two" <b> & \u00e9'


@pytest.fixture
def impatient(house: House) -> None:
    """Writers wait for 50 ms instead of 10 s."""
    if house.database.engine.dialect.name != "sqlite":
        pytest.skip("these are SQLite's ways of refusing")
    house.database.engine.dispose()
    event.listen(house.database.engine, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout=50"))


@contextmanager
def write_lock(house: House) -> Iterator[None]:
    """Another process writes, and goes on and on."""
    file = make_url(house.settings.database_url).database or ""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def edited(case: Case, presentation: str) -> dict[str, str]:
    return {"title": case.title, "presentation": presentation, "specialty": "dermatology", "modality": "other"}


def sent_again(page: str) -> dict[str, str]:
    """What the page's button would send, as a browser reads it."""
    fields = re.findall(r'<textarea name="([^"]+)" hidden>\n?(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(value) for name, value in fields}


@pytest.mark.usefixtures("impatient")
def test_while_another_process_writes_readers_read_and_writers_are_told_to_try_again(
    house: House, people: People
) -> None:
    shown, draft = published_case(house, people), draft_case(house, people)
    clara, sam = people.client("clara"), people.client("sam")
    with write_lock(house):
        assert sam.get(f"/cases/{shown.id}").status_code == 200
        assert sam.get("/library?q=burrows").status_code == 200
        answer = clara.post(f"/cases/{draft.id}/edit", data=edited(draft, MISTYPED))
        assert answer.status_code == 503
        assert "try again" in answer.text
        assert "Retry" not in answer.headers
    again = sent_again(answer.text)
    assert again == edited(draft, MISTYPED)
    assert f'action="/cases/{draft.id}/edit"' in answer.text
    assert clara.post(f"/cases/{draft.id}/edit", data=again).status_code == 302
    with house.database.reading() as session:
        assert session.get_one(Case, draft.id).presentation == MISTYPED


@pytest.mark.usefixtures("impatient")
def test_a_password_stands_on_no_page(house: House, app: Flask, people: People) -> None:
    people.account("sam")
    with write_lock(house):
        answer = app.test_client().post("/sign-in", data={"email": "sam@example.org", "password": PASSWORD})
    assert answer.status_code == 503
    assert PASSWORD not in answer.text
    assert "sam@example.org" not in answer.text


@pytest.mark.usefixtures("impatient")
def test_a_page_that_asked_for_a_part_of_itself_gets_one_sentence_and_keeps_what_was_typed(
    house: House, people: People
) -> None:
    draft, clara = draft_case(house, people), people.client("clara")
    with write_lock(house):
        answer = clara.post(f"/cases/{draft.id}/edit", data=edited(draft, MISTYPED), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (503, "#flashes")
    assert "<html" not in answer.text


@pytest.mark.usefixtures("impatient")
def test_a_database_without_room_says_so_and_keeps_nothing_of_the_change(house: House, people: People) -> None:
    draft, clara = draft_case(house, people), people.client("clara")
    with house.database.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    event.listen(house.database.engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA max_page_count={pages}"))
    long = edited(draft, "x" * 5900) | dict.fromkeys(
        ("history", "examination", "investigations", "findings"), "y" * 5900
    )
    answer = clara.post(f"/cases/{draft.id}/edit", data=long)
    assert (answer.status_code, "no room left" in answer.text) == (507, True)
    with house.database.reading() as session:
        assert session.get_one(Case, draft.id).presentation == draft.presentation
    assert sent_again(answer.text) == long


def upload(client: FlaskClient, address: str = "/cases/new") -> Any:
    return client.post(address, data={"pictures": (io.BytesIO(TINY_PNG), "IMG_1.png")})


@contextmanager
def full_after(syncs: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The disk is full from the n-th file on."""
    real, left = os.fsync, [syncs]

    def fsync(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    with monkeypatch.context() as patched:
        patched.setattr("app.kernel.blobs.os.fsync", fsync)
        yield


@pytest.mark.parametrize("syncs", [0, 3, 12])
def test_an_upload_that_finds_no_room_is_refused_whole(
    house: House, people: People, monkeypatch: pytest.MonkeyPatch, syncs: int
) -> None:
    clara = people.client("clara")
    with full_after(syncs, monkeypatch):
        answer = upload(clara)
    assert answer.status_code == 422
    assert "no room left" in answer.text
    _assert_nothing_kept(house)
    assert upload(clara).status_code == 302


def test_redrawing_a_picture_without_room_leaves_the_former_one(
    house: House, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    clara = people.client("clara")
    case_id = int(upload(clara).location.split("/")[2])
    with house.database.reading() as session:
        before = session.scalars(select(Image)).one()
        picture = session.get_one(Case, case_id).pictures[0].id
    covered = {"rectangles": '[{"x": 0, "y": 0, "width": 8, "height": 8}]', "crop": ""}
    with full_after(3, monkeypatch):
        answer = clara.post(f"/cases/{case_id}/pictures/{picture}", data=covered)
    assert answer.status_code == 507
    assert sent_again(answer.text) == covered
    with house.database.reading() as session:
        after = session.scalars(select(Image)).one()
        assert (after.content_hash, after.redactions) == (before.content_hash, [])
    assert [str(breach) for breach in invariants.breaches(house)] == []


def _assert_nothing_kept(house: House) -> None:
    with house.database.reading() as session:
        assert session.scalars(select(Image)).all() == []
        assert session.scalars(select(Case)).all() == []
    for folder in (house.settings.renditions, house.settings.quarantine):
        assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_on_a_disk_that_is_really_full_an_upload_is_refused_whole(house: House, people: People) -> None:
    """A file system of 8 pages: where mounting isn't ours to do, the tests above stand for this one."""
    clara, folder = people.client("clara"), house.settings.renditions
    if subprocess.run([*MOUNT, str(folder)], check=False, capture_output=True).returncode:
        pytest.skip("only root may mount")
    try:
        (folder / "ballast").write_bytes(bytes(28_000))
        answer = upload(clara)
        assert (answer.status_code, "no room left" in answer.text) == (422, True)
        (folder / "ballast").unlink()
        _assert_nothing_kept(house)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
