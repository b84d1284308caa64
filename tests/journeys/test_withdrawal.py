"""After a withdrawal no route, file, index, table or mail holds a word or a picture of the case; scores stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
from app.consent import receipts
from app.consent.models import Consent
from app.learning.models import Card
from app.models import metadata
from app.ops.demo_case import Stage, play
from app.ops.house import House
from app.quizzes.models import Attempt, Item
from tests.cases.making import published_case
from tests.curation.making import collection_of
from tests.people import People

CODE = receipts.new_code()
CAST = ("clara", "omar", "priya", "max", "faye", "sam", "opal", "nobody")
READERS = ("clara", "sam", "max", "faye", "opal", "nobody")
WORDS = [f"zq{number}plant" for number in range(23)]
"""Words that stand nowhere else: each is planted in one field of the case or of what others wrote about it."""


def script() -> dict[str, Any]:
    """A case from upload to accepted item with a planted word in every text that anybody writes on the way."""
    word = iter(WORDS)
    wrong = [f"{next(word)} eczema", f"{next(word)} psoriasis", f"{next(word)} tinea"]
    key = f"{next(word)} scabies"
    return {
        "author": "clara",
        "moderator": "max",
        "title": f"Itch {next(word)}",
        "specialty": "dermatology",
        "modality": "clinical_photo",
        "age_band": "20-29",
        "sex": "female",
        "tags": [next(word)],
        **{name: f"Text {next(word)}." for name in ("presentation", "history", "examination", "investigations")},
        "findings": f"Burrows {next(word)}.",
        "question": f"What is {next(word)}?",
        "images": [
            {"drawing": "skin", "seed": seed, "caption": f"View {next(word)}", "alt": f"Finger web {next(word)}"}
            for seed in (501, 502)
        ],
        "opinions": [
            {"by": name, "diagnoses": [{"name": diagnosis, "reason": "It itches."}]}
            for name, diagnosis in zip(("omar", "priya", "faye"), wrong, strict=True)
        ],
        "comments": [{"by": "priya", "body": f"What of {next(word)}?"}],
        "resolution": {
            "diagnosis": key,
            "basis": "microbiology_genetics",
            "certainty": "certain",
            "explanation": f"Mites {next(word)}.",
            "teaching_points": [f"Look {next(word)}."],
            "confirmed_by": "omar",
        },
        "item": {
            "stem": f"Somebody itches {next(word)}.",
            "lead_in": "What is it?",
            "teaching_point": f"Always {next(word)}.",
            "options": [
                {"text": key, "key": True, "rationale": f"Right {next(word)}."},
                *({"text": diagnosis, "rationale": "No burrows."} for diagnosis in wrong),
            ],
        },
    }


@dataclass(frozen=True)
class Told:
    """A case that has gone the whole way, and every id that an address could name."""

    case_id: int
    ids: dict[str, list[object]]


@pytest.fixture
def told(house: House, people: People) -> Told:
    """The case, answered by Sam, in Faye's collection; another case stands beside it as noise."""
    published_case(house, people, author="priya", title="Noise")
    with house.database.writing() as session:
        cast = {name: people.account_in(session, name) for name in CAST}
        case = play(Stage(house, session, cast, house.clock.now()), "planted", script())
        session.execute(update(Consent).where(Consent.case_id == case.id).values(receipt_hash=receipts.digest(CODE)))
    house.jobs.enqueue("after_commit")
    collection = collection_of(house, people, [case], note=f"See {WORDS[-1]}.")
    return Told(case.id, _ids(house, case.id, collection.id))


def _ids(house: House, case_id: int, collection_id: int) -> dict[str, list[object]]:
    with house.database.reading() as session:
        case = session.get_one(Case, case_id)
        names = [picture.image.name for picture in case.pictures]
        pictures = [picture.id for picture in case.pictures]
        items = session.scalars(select(Item.id).where(Item.case_id == case_id)).all()
        others = {
            table: list(session.scalars(text(f"SELECT id FROM {table}")))  # noqa: S608 -- names from below
            for table in ("review", "comment", "resolution")
        }
    return {
        "case_id": [case_id],
        "picture_id": list(pictures),
        "item_id": list(items),
        "review_id": others["review"],
        "comment_id": others["comment"],
        "resolution_id": others["resolution"],
        "collection_id": [collection_id],
        "name": list(names),
        "nominal": [320, 960, 2048],
        "extension": ["webp", "jpg"],
        "token": ["x"],
    }


def addresses(app: Flask, told: Told) -> Iterator[str]:
    """Every address that a GET could ask for, with every id of the case in every place for an id."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                yield from _filled(app, rule, told)
    yield from (f"/library?q={word}" for word in WORDS[:6])
    yield f"/cases/{told.case_id}?after=0&reply=1"


def _filled(app: Flask, rule: Rule, told: Told) -> Iterator[str]:
    names = sorted(rule.arguments)
    for values in product(*(told.ids[name] for name in names)):
        built = rule.build(dict(zip(names, values, strict=True)))
        if built is not None:
            yield built[1]


def answer_as(people: People, told: Told, name: str) -> str:
    """Answer the item, right or wrong, and return the address of the feedback."""
    client = people.client(name)
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


WAYS = [
    pytest.param(by_patient, EndReason.PATIENT, id="patient"),
    pytest.param(by_author, EndReason.AUTHOR, id="author"),
    pytest.param(by_moderator, EndReason.MODERATOR, id="moderator"),
]


def planted(data: bytes) -> list[str]:
    """Which of the words stand in these bytes, in any case."""
    lower = data.lower()
    return [word for word in WORDS if word.encode() in lower]


def test_before_the_withdrawal_the_words_are_there(app: Flask, people: People, told: Told) -> None:
    """The walk below would prove nothing if it couldn't see the words."""
    answer_as(people, told, "sam")
    seen = set()
    for name in ("clara", "max", "faye"):
        client = people.client(name)
        for address in addresses(app, told):
            seen |= set(planted(client.get(address).data))
    assert seen == set(WORDS)


@pytest.mark.parametrize(("withdraw", "reason"), WAYS)
def test_i7_nothing_of_the_case_is_left(
    house: House, app: Flask, people: People, told: Told, withdraw: Any, reason: EndReason
) -> None:
    feedback = answer_as(people, told, "sam")
    tags = _image_tags(people.client("sam"), told)
    withdraw(app, people, told)
    for client in (app.test_client(), *(people.client(name) for name in READERS)):
        _assert_silent(client, told.case_id, [*addresses(app, told), feedback], tags)
    _assert_erased_in_the_database(house)
    for folder in (house.settings.data, house.settings.index):
        assert [path for path in _files(folder) if planted(path.read_bytes())] == []
    _assert_what_stays(house, told, reason)


def _image_tags(client: FlaskClient, told: Told) -> dict[str, str]:
    """The pictures' addresses with what a browser's cache knows of them."""
    tags = {}
    for name, nominal, extension in product(*(told.ids[key] for key in ("name", "nominal", "extension"))):
        address = f"/images/{name}/{nominal}.{extension}"
        tags[address] = client.get(address).headers["ETag"]
    return tags


def _assert_silent(client: FlaskClient, case_id: int, asked: list[str], tags: dict[str, str]) -> None:
    for address in asked:
        answer = client.get(address, headers={"If-None-Match": tags.get(address, "")})
        echoed = address.partition("?q=")[2]  # a search page repeats what was asked for, and finds nothing
        assert [word for word in planted(answer.data) if word != echoed] == [], address
        if address.startswith("/library"):
            assert f'href="/cases/{case_id}'.encode() not in answer.data, address
        assert not answer.content_type.startswith("image/"), address
        assert answer.status_code != 304, address


def _assert_erased_in_the_database(house: House) -> None:
    with house.database.reading() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(select(table)):
                assert planted(repr(tuple(row)).encode()) == [], table.name
    if house.database.engine.dialect.name == "sqlite":
        with house.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        file = Path(house.database.engine.url.database or "")
        assert planted(file.read_bytes()) == []


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _assert_what_stays(house: House, told: Told, reason: EndReason) -> None:
    with house.database.reading() as session:
        assert session.scalars(select(Tombstone.reason)).all() == [reason]
        assert len(session.scalars(select(Attempt)).all()) == 1
        assert len(session.scalars(select(Card)).all()) == 1
        kept = {Path(name).stem for name in session.scalars(text("SELECT key FROM rendition"))}
    on_disk = {path.stem for path in _files(house.settings.renditions)}
    assert on_disk == kept
    assert _files(house.settings.quarantine) == []
