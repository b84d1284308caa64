"""All that is held about a person, in one file for them alone: whole, theirs only, and without a secret."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import wiring
from app.accounts.archive import archive_of
from app.accounts.credentials import AuthenticatorApp
from app.accounts.models import Account, SignIn
from app.consent.models import Consent
from app.kernel.audit import AuditEntry
from app.media.models import Rendition
from app.ops.house import House
from tests.accounts.entering import set_up_app
from tests.accounts.living import Life, lived
from tests.clock import HeldClock
from tests.people import PASSWORD, People


@pytest.fixture
def life(house: House, people: People) -> Life:
    return lived(house, people)


def download(client: FlaskClient) -> dict[str, bytes]:
    """The files of the archive."""
    answer = client.post("/account/export")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def chapter(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files[f"{name}.json"])
    return found


def test_it_holds_everything_of_theirs(life: Life, people: People) -> None:
    files = download(people.client("clara"))
    assert chapter(files, "profile")[0]["email"] == "clara@example.org"
    assert {row["title"] for row in chapter(files, "cases")} == {"Itch that was published", "Itch that is a draft"}
    assert chapter(files, "cases")[0]["working_diagnosis"] == "Scabies"
    assert [row["diagnosis"] for row in chapter(files, "opinions")] == ["Eczema", "Psoriasis", None]
    assert [row["body"] for row in chapter(files, "comments")] == ["What Clara said about it."]
    assert [row["note"] for row in chapter(files, "flags")] == ["What Clara objected to."]
    assert [row["is_correct"] for row in chapter(files, "attempts")] == [True]
    assert len(chapter(files, "cards")) == len(chapter(files, "ratings")) == len(chapter(files, "consents")) == 1
    assert [row["status"] for row in chapter(files, "verifications")] == ["pending"]
    assert [row["diagnosis"] for row in chapter(files, "resolutions")] == ["Scabies"]
    actions = [row["action"] for row in chapter(files, "audit")]
    assert {"account.opened", "comment.posted", "account.signed_in", "account.exported"} <= set(actions)


def test_collections_are_in_it(life: Life, people: People) -> None:
    files = download(people.client("faye"))
    assert {row["title"] for row in chapter(files, "collections")} == {"Faye's shared one", "Faye's own"}
    assert len(chapter(files, "collection_entries")) == 2


def test_pictures_come_as_readers_see_them(life: Life, people: People, house: House) -> None:
    files = download(people.client("clara"))
    pictures = {name: data for name, data in files.items() if name.startswith("pictures/")}
    assert set(pictures) == {f"pictures/case-{number}-1-0.jpeg" for number in (life.published, life.draft)}
    with house.database.reading() as session:
        stored = {house.store.get(key) for key in session.scalars(select(Rendition.key))}
    assert set(pictures.values()) <= stored


def test_nothing_of_anybody_else_is_in_it(life: Life, people: People) -> None:
    whole = b"".join(download(people.client("clara")).values()).decode("utf-8", "replace")
    for strange in ("Omar", "Priya", "Sofia", "Urticaria", "Faye", "omar@", "max@"):
        assert strange not in whole, strange


def test_a_page_to_read_says_the_same(life: Life, people: People) -> None:
    page = unescape(download(people.client("clara"))["index.html"].decode())
    for words in ("Itch that is a draft", "What Clara said about it.", "clara@example.org", "Your answers"):
        assert words in page
    assert "<script" not in page


def test_no_secret_is_in_it(life: Life, people: People, house: House, clock: HeldClock) -> None:
    client = people.client("clara")
    secret, codes = set_up_app(client, clock.now())
    whole = b"".join(download(client).values())
    with house.database.reading() as session:
        account = session.scalars(select(Account).where(Account.name == "Clara")).one()
        hidden = [account.password_hash, secret, *codes]
        hidden += session.scalars(select(SignIn.token_hash)).all()
        hidden += session.scalars(select(Consent.receipt_hash)).all()
        hidden += [reference for reference in session.scalars(select(Consent.reference)) if reference]
        sealed = session.scalars(select(AuthenticatorApp.sealed_secret)).one()
    for word in (*(text.encode() for text in hidden), sealed, PASSWORD.encode()):
        assert word not in whole, word


def test_taking_it_leaves_one_audit_row(people: People, house: House) -> None:
    client = people.client("clara")
    download(client)
    with house.database.reading() as session:
        newest = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (newest.action, newest.actor_id, newest.detail) == ("account.exported", newest.subject_id, {})


def test_it_is_taken_only_by_who_has_just_shown_that_its_them(people: People, clock: HeldClock) -> None:
    client = people.client("clara")
    clock.move(timedelta(minutes=16))
    assert client.post("/account/export").location == "/account/confirm?next=/account/security"


def test_it_comes_piece_by_piece_with_one_picture_in_memory_at_a_time(
    life: Life, people: People, house: House, clock: HeldClock
) -> None:
    clara = people.account("clara").id
    pieces = list(archive_of(house.database, wiring.exporters(house), clara, lambda _chapters: "", at=clock.now()))
    assert len(pieces) > len(wiring.exporters(house).chapters)
    largest = max(len(house.store.get(key)) for key in _keys(house))
    assert max(map(len, pieces)) < largest + 4096


def test_every_room_that_keeps_something_of_a_person_is_asked() -> None:
    """A table that points at accounts is either told about here, or known to hold nothing of theirs."""
    silent = {
        "account", "one_time_token", "passkey_challenge", "refused_upload", "image", "item", "signing_link",
        "review_party", "second_look",
    }  # fmt: skip
    pointing = {
        table.name
        for table in Account.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "account"
    }
    told = {
        "invitation", "agreement", "export", "consent_opening", "case_change", "role_grant", "verification",
        "sign_in", "authenticator_app", "passkey", "recovery_code", "foreign_identity",
        "cases", "consent", "opinion", "comment", "resolution", "review", "flag", "attempt", "card", "collection",
    }  # fmt: skip
    assert pointing == silent | told


def _keys(house: House) -> list[str]:
    with house.database.reading() as session:
        return list(session.scalars(select(Rendition.key)))
