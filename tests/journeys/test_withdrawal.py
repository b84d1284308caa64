"""After a withdrawal no route, file, index, table or mail holds a word or a picture of the case; scores stay.

Before it, everything was warm: pages were read, a handout and an export were taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from werkzeug.routing import Rule

from app.cases.models import Case, Tombstone
from app.cases.rules import EndReason
from app.consent import jobs as consent_jobs
from app.consent.models import Consent, Export
from app.consent.rules import ExportKind
from app.learning.models import Card
from app.models import metadata
from app.ops.house import House
from app.quizzes.models import Attempt, Item
from tests.cases.making import published_case
from tests.journeys.planting import CODE, WORDS, Told, planted, tell
from tests.people import People

READERS = ("clara", "sam", "max", "faye", "opal", "nobody")
AUTHOR_AND_MODERATORS = ("clara", "max", "opal")


@pytest.fixture
def told(house: House, people: People) -> Told:
    """The case; another stands beside it as noise, and keeps its pictures."""
    published_case(house, people, author="priya", title="Noise")
    return tell(house, people)


def addresses(app: Flask, told: Told) -> Iterator[str]:
    """Every address that a GET could ask for, with every id of the case in every place for an id."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                yield from _filled(rule, told)
    yield from (f"/library?q={word}" for word in WORDS)
    yield f"/cases/{told.case_id}?after=0&reply=1"


def _filled(rule: Rule, told: Told) -> Iterator[str]:
    names = sorted(rule.arguments)
    for values in product(*(told.ids[name] for name in names)):
        built = rule.build(dict(zip(names, values, strict=True)))
        if built is not None:
            yield built[1]


def answer_as(client: FlaskClient, told: Told) -> str:
    """Answer the item, right or wrong, and return the address of the feedback."""
    item_id = told.ids["item_id"][0]
    page = client.get(f"/study/{item_id}").text
    sitting = page.split('name="sitting"')[1].split('value="')[1].split('"')[0]
    answer = client.post(f"/study/{item_id}", data={"sitting": sitting, "option": "1"})
    assert answer.status_code == 303
    return str(answer.location)


def by_patient(app: Flask, people: People, told: Told) -> None:
    client = app.test_client()
    assert client.post("/withdraw", data={"code": CODE}).status_code == 200
    assert client.post("/withdraw/now", data={"code": CODE}).status_code in (200, 302)


def by_author(app: Flask, people: People, told: Told) -> None:
    assert people.client("clara").post(f"/cases/{told.case_id}/withdraw").status_code == 302


def by_moderator(app: Flask, people: People, told: Told) -> None:
    assert people.client("max").post(f"/cases/{told.case_id}/withdraw").status_code == 302


def by_patient_use_by_use(app: Flask, people: People, told: Told) -> None:
    client = app.test_client()
    for use in ("library", "export"):
        assert client.post("/withdraw/uses", data={"code": CODE, "uses": use}).status_code == 200
    last = client.post("/withdraw/uses", data={"code": CODE, "uses": "quiz"}).text
    assert "Then the whole case goes" in last
    by_patient(app, people, told)


WAYS = [
    pytest.param(by_patient_use_by_use, EndReason.PATIENT, id="patient, use by use"),
    pytest.param(by_patient, EndReason.PATIENT, id="patient"),
    pytest.param(by_author, EndReason.AUTHOR, id="author"),
    pytest.param(by_moderator, EndReason.MODERATOR, id="moderator"),
]


def test_before_the_withdrawal_the_words_are_there(house: House, app: Flask, people: People, told: Told) -> None:
    """The walk below would prove nothing if it couldn't see the words."""
    answer_as(people.client("sam"), told)
    seen: set[str] = set()
    for client in [people.client(name) for name in ("clara", "max", "faye")]:
        for address in addresses(app, told):
            seen |= planted(client.get(address).data) - {address.partition("?q=")[2]}
    assert len(set(WORDS) - seen) == 1  # the note to oneself, which no page shows once the case is resolved
    assert set().union(*rows_that_hold(house).values()) == set(WORDS)
    assert files_that_hold(house.settings.index)
    assert files(house.settings.data / "mail")


@pytest.mark.parametrize(("withdraw", "reason"), WAYS)
def test_i7_nothing_of_the_case_is_left(
    house: House, app: Flask, people: People, told: Told, withdraw: Any, reason: EndReason
) -> None:
    clients = [app.test_client(), *(people.client(name) for name in READERS)]
    feedback = answer_as(clients[READERS.index("sam") + 1], told)
    tags = _image_tags(clients[READERS.index("clara") + 1], told)
    warm_up(clients, told)
    withdraw(app, people, told)
    asked = [*addresses(app, told), feedback]
    for client in clients:
        _assert_silent(client, told.case_id, asked, tags)
    assert rows_that_hold(house) == {}
    assert files_that_hold(house.settings.data) == files_that_hold(house.settings.index) == []
    _assert_what_stays(house, told, reason)
    _assert_who_took_it_was_told(house, told)


def test_consent_that_runs_out_leaves_nothing_either(house: House, app: Flask, people: People, told: Told) -> None:
    ends = house.clock.now() + timedelta(days=1)
    with house.database.writing() as session:
        session.execute(update(Consent).where(Consent.case_id == told.case_id).values(expires_at=ends))
        session.execute(update(Case).where(Case.id == told.case_id).values(consent_ends_at=ends))
    clients = [app.test_client(), *(people.client(name) for name in READERS)]
    feedback, tags = answer_as(clients[READERS.index("sam") + 1], told), _image_tags(clients[-1], told)
    warm_up(clients, told)
    house.clock.move(timedelta(days=1))  # type: ignore[attr-defined]
    readers = [client for client, name in zip(clients[1:], READERS, strict=True) if name not in AUTHOR_AND_MODERATORS]
    for client in readers:  # at that very moment, before any job has run
        _assert_silent(client, told.case_id, [*addresses(app, told), feedback], tags)
    assert consent_jobs.end_expired(house.database, house.clock) == 1
    house.jobs.enqueue("after_commit")
    for client in clients:
        _assert_silent(client, told.case_id, [*addresses(app, told), feedback], tags)
    assert rows_that_hold(house) == {}
    assert files_that_hold(house.settings.data) == files_that_hold(house.settings.index) == []
    _assert_who_took_it_was_told(house, told)


def test_out_of_the_library_only_questions_hold_words_and_only_for_who_is_asked(
    house: House, app: Flask, people: People, told: Told
) -> None:
    clients = {name: people.client(name) for name in READERS if name not in AUTHOR_AND_MODERATORS}
    feedback, tags = answer_as(clients["sam"], told), _image_tags(clients["nobody"], told)
    warm_up(list(clients.values()), told)
    with house.database.reading() as session:
        item = session.scalars(select(Item)).one()
        asked = planted(repr((item.stem, item.lead_in, item.teaching_point)).encode())
        asked |= planted(repr([(option.text, option.rationale) for option in item.options]).encode())
        shown = planted(repr([(part.caption, part.alt_text) for part in item.case.pictures]).encode())
    page = app.test_client().post("/withdraw/uses", data={"code": CODE, "uses": "library"})
    assert "may still be used for: Quizzes" in page.text
    everywhere = [*addresses(app, told), feedback]
    outside = [address for address in everywhere if not address.startswith(("/study/", "/items/"))]
    for client in [app.test_client(), *clients.values()]:
        _assert_silent(client, told.case_id, outside, tags)
    for name, client in clients.items():
        seen = set().union(*(planted(client.get(address).data) for address in everywhere if address not in outside))
        assert seen <= asked | shown
        assert bool(seen) is (name != "nobody"), "the test must be able to see the question"
    assert files_that_hold(house.settings.index) == []
    assert files_that_hold(house.settings.data / "mail") == []


@pytest.mark.sqlite
def test_the_database_file_itself_forgets(house: House, app: Flask, people: People, told: Told) -> None:
    """What a row held must not stay in pages that are free."""
    if house.database.engine.dialect.name != "sqlite":
        pytest.skip("there's no database file to look into")
    assert planted(_database_bytes(house)) == set(WORDS)
    by_author(app, people, told)
    assert planted(_database_bytes(house)) == set()


def warm_up(clients: list[FlaskClient], told: Told) -> None:
    """Have everything in caches, and copies in people's hands."""
    for client in clients:
        for address in ("/", "/library", "/study", f"/cases/{told.case_id}"):
            client.get(address)
        client.post(f"/cases/{told.case_id}/handout")
        client.post(f"/cases/{told.case_id}/export")


def _assert_who_took_it_was_told(house: House, told: Told) -> None:
    with house.database.reading() as session:
        taken = session.scalars(select(Export).where(Export.case_id == told.case_id)).unique().all()
    assert {export.kind for export in taken} == set(ExportKind)
    assert all(export.recalled_at is not None for export in taken)
    sent = "\n".join(path.read_text() for path in files(house.settings.data / "mail"))
    for export in taken:
        assert f"To: {export.account.email}\nSubject: Casebook: delete your copy" in sent


def _database_bytes(house: House) -> bytes:
    """The file, and what its write-ahead log still holds."""
    with house.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(house.database.engine.url.database or "")
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


def _image_tags(client: FlaskClient, told: Told) -> dict[str, str]:
    """The pictures' addresses with what a browser's cache knows of them."""
    tags = {}
    for name, nominal, extension in product(*(told.ids[key] for key in ("name", "nominal", "extension"))):
        address = f"/images/{name}/{nominal}.{extension}"
        answer = client.get(address)
        if answer.status_code == 200:  # a change's new picture is its author's alone
            tags[address] = answer.headers["ETag"]
    assert tags
    return tags


def _assert_silent(client: FlaskClient, case_id: int, asked: list[str], tags: dict[str, str]) -> None:
    for address in asked:
        answer = client.get(address, headers={"If-None-Match": tags.get(address, "")})
        echoed = {address.partition("?q=")[2]}  # a search page repeats what was asked for, and finds nothing
        assert planted(answer.data) - echoed == set(), address
        if address.startswith("/library"):
            assert f'href="/cases/{case_id}'.encode() not in answer.data, address
        assert not answer.content_type.startswith("image/"), address
        assert not answer.data.startswith((b"\xff\xd8", b"RIFF", b"\x89PNG")), address
        assert answer.status_code != 304, address
        assert answer.status_code < 500, address


def rows_that_hold(house: House) -> dict[str, set[str]]:
    """Each table in which words stand, with the words."""
    found: dict[str, set[str]] = {}
    with house.database.reading() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(select(table)):
                if words := planted(repr(tuple(row)).encode()):
                    found.setdefault(table.name, set()).update(words)
    return found


def files_that_hold(folder: Path) -> list[Path]:
    """Each file in which a word stands."""
    return [path for path in files(folder) if planted(path.read_bytes())]


def files(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def _assert_what_stays(house: House, told: Told, reason: EndReason) -> None:
    with house.database.reading() as session:
        [stone] = session.scalars(select(Tombstone)).all()
        assert vars(stone).keys() - {"_sa_instance_state"} == {"case_id", "reason", "at"}
        assert (stone.case_id, stone.reason, stone.at) == (told.case_id, reason, house.clock.now())
        assert len(session.scalars(select(Attempt)).all()) == 1
        assert len(session.scalars(select(Card)).all()) == 1
        assert session.get_one(Case, told.case_id).is_gone
        kept = {Path(name).stem for name in session.scalars(text("SELECT key FROM rendition"))}
    on_disk = {path.stem for path in files(house.settings.renditions)}
    assert on_disk == kept
    assert files(house.settings.quarantine) == []
