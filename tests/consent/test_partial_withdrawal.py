"""Some uses are taken back and others go on: by the author, a moderator, or the patient's code. Nothing ever widens."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.consent import receipts
from app.consent.models import Consent
from app.consent.rules import Scope, holds_the_case
from app.kernel.audit import AuditEntry
from app.kernel.outbox import Outbox
from app.learning.models import Card
from app.ops.house import House
from app.quizzes.models import Attempt, Item
from app.quizzes.rules import ItemStatus
from tests.consent.making import published_case
from tests.consent.taking import take_back
from tests.people import People
from tests.quizzes.making import live_item

ALL = frozenset(Scope)


@dataclass(frozen=True)
class Stage:
    """A resolved case with a live item under a consent for everything, and the code of its receipt."""

    case_id: int
    item_id: int
    image: str
    code: str


@pytest.fixture
def stage(house: House, people: People) -> Stage:
    item = live_item(house, people, scopes=ALL, author="clara")
    live_item(house, people, scopes=ALL, author="mona", title="Noise")
    code = receipts.new_code()
    with house.database.writing() as session:
        consent = session.scalars(select(Consent).where(Consent.case_id == item.case_id)).one()
        consent.receipt_hash = receipts.digest(code)
        image = session.get_one(Case, item.case_id).pictures[0].image.name
    house.jobs.enqueue("after_commit")
    return Stage(item.case_id, item.id, image, code)


def status_of(house: House, case_id: int) -> CaseStatus:
    with house.database.reading() as session:
        return session.get_one(Case, case_id).status


def item_status(house: House, item_id: int) -> ItemStatus:
    with house.database.reading() as session:
        return session.get_one(Item, item_id).status


def answer(people: People, stage: Stage, name: str = "sam") -> str:
    """Answer the item; return the address of the result."""
    client = people.client(name)
    sitting = client.get(f"/study/{stage.item_id}").text.split('name="sitting"')[1].split('value="')[1].split('"')[0]
    return str(client.post(f"/study/{stage.item_id}", data={"sitting": sitting, "option": "1"}).location)


def by_author(app: Flask, people: People, stage: Stage, *uses: str) -> int:
    return people.client("clara").post(f"/cases/{stage.case_id}/withdraw/uses", data={"uses": list(uses)}).status_code


def by_moderator(app: Flask, people: People, stage: Stage, *uses: str) -> int:
    return people.client("max").post(f"/cases/{stage.case_id}/withdraw/uses", data={"uses": list(uses)}).status_code


def by_patient(app: Flask, people: People, stage: Stage, *uses: str) -> int:
    return app.test_client().post("/withdraw/uses", data={"code": stage.code, "uses": list(uses)}).status_code


Withdraw = Callable[..., int]
WAYS = pytest.mark.parametrize("withdraw", [by_author, by_moderator, by_patient])


@WAYS
def test_out_of_the_library_readers_find_nothing_and_learners_are_still_asked(
    app: Flask, house: House, people: People, stage: Stage, withdraw: Withdraw
) -> None:
    sam, omar = people.client("sam"), people.client("omar")
    assert "Itch between" in sam.get("/library?q=burrows").text
    assert withdraw(app, people, stage, "library") in (200, 302)
    for client in (sam, omar, people.client("faye"), people.client("nobody"), app.test_client()):
        assert client.get(f"/cases/{stage.case_id}").status_code in (302, 404)
        assert client.get(f"/images/{stage.image}/320.webp").status_code in (302, 404)
        assert f'href="/cases/{stage.case_id}"' not in client.get("/library?q=burrows").text
        assert f'href="/cases/{stage.case_id}"' not in client.get("/").text
    asked = sam.get(f"/study/{stage.item_id}")
    assert asked.status_code == 200
    assert f"/images/{stage.image}/" in asked.text
    assert item_status(house, stage.item_id) is ItemStatus.LIVE
    with house.database.reading() as session:
        consent = session.scalars(select(Consent).where(Consent.case_id == stage.case_id)).one()
        assert (consent.withdrawn_at, consent.scopes) == (None, ALL - {Scope.LIBRARY})


def test_i1_a_picture_out_of_the_library_goes_only_to_who_may_be_asked_about_it(
    app: Flask, house: House, people: People, stage: Stage
) -> None:
    with house.database.reading() as session:
        other = session.scalars(select(Item.id).where(Item.id != stage.item_id)).one()
    take_back(house, people, stage.case_id, Scope.LIBRARY)
    file = f"images/{stage.image}/320.webp"
    served = people.client("sam").get(f"/study/{stage.item_id}/{file}")
    assert (served.status_code, served.content_type) == (200, "image/webp")
    assert served.headers["Cache-Control"] == "private, max-age=60"
    assert people.client("sam").get(f"/study/{other}/{file}").status_code == 404, "through another item"
    for name in ("clara", "nobody"):
        assert people.client(name).get(f"/study/{stage.item_id}/{file}").status_code in (403, 404), name
    assert app.test_client().get(f"/study/{stage.item_id}/{file}").status_code == 302
    take_back(house, people, stage.case_id, Scope.QUIZ)
    assert people.client("sam").get(f"/study/{stage.item_id}/{file}").status_code == 404


def test_a_picture_goes_with_a_question_by_the_addresses_on_its_page(people: People, stage: Stage) -> None:
    sam = people.client("sam")
    page = sam.get(f"/study/{stage.item_id}").text
    addresses = {part.split(" ")[0] for part in re.findall(r'(?:src|href|srcset)="([^"]*images[^"]*)"', page)}
    assert addresses
    assert all(address.startswith(f"/study/{stage.item_id}/images/") for address in addresses)
    assert {sam.get(address).status_code for address in addresses} == {200}


def test_author_and_moderators_still_read_it_and_are_told_why(house: House, people: People, stage: Stage) -> None:
    take_back(house, people, stage.case_id, Scope.LIBRARY)
    for name in ("clara", "max"):
        page = people.client(name).get(f"/cases/{stage.case_id}").text
        assert "Itch between" in page
        assert "consent for the library was taken back" in page
        assert "Still agreed to: Quizzes, Handouts, Export and reuse." in page
        assert people.client(name).get(f"/images/{stage.image}/320.webp").status_code == 200


def test_nothing_is_made_of_a_case_that_is_out_of_the_library(house: House, people: People, stage: Stage) -> None:
    take_back(house, people, stage.case_id, Scope.LIBRARY)
    for name, page in (("sam", "handout"), ("omar", "export"), ("faye", "export"), ("clara", "handout")):
        for method in ("GET", "POST"):
            assert people.client(name).open(f"/cases/{stage.case_id}/{page}", method=method).status_code == 404
    for name in ("omar", "faye", "clara"):
        assert people.client(name).get(f"/items/{stage.item_id}").status_code == 404


def test_the_title_of_what_is_out_of_the_library_stands_beside_no_score(
    house: House, people: People, stage: Stage
) -> None:
    result = answer(people, stage)
    sam = people.client("sam")
    assert "Itch between" in sam.get("/study").text
    assert "Read the case" in sam.get(result).text
    take_back(house, people, stage.case_id, Scope.LIBRARY)
    assert "Itch between" not in sam.get("/study").text
    assert "Read the case" not in sam.get(result).text
    assert sam.get(result).status_code == 200


@WAYS
def test_out_of_quizzes_nobody_is_asked_scores_stay_and_the_library_keeps_it(
    app: Flask, house: House, people: People, stage: Stage, withdraw: Withdraw
) -> None:
    result = answer(people, stage)
    assert withdraw(app, people, stage, "quiz") in (200, 302)
    sam = people.client("sam")
    for address in (result, f"/study/{stage.item_id}"):
        assert sam.get(address).status_code == 404
    assert f"/study/{stage.item_id}" not in sam.get("/study").text
    assert item_status(house, stage.item_id) is ItemStatus.SUSPENDED
    assert "Itch between" in sam.get(f"/cases/{stage.case_id}").text
    assert f"/study/{stage.item_id}" not in sam.get(f"/cases/{stage.case_id}").text
    with house.database.reading() as session:
        assert len(session.scalars(select(Attempt)).all()) == len(session.scalars(select(Card)).all()) == 1


@pytest.mark.parametrize("uses", [("handout",), ("export",), ("handout", "export")])
def test_handouts_and_exports_are_taken_back_alone(
    app: Flask, house: House, people: People, stage: Stage, uses: tuple[str, ...]
) -> None:
    omar = people.client("omar")
    pages = {"handout": f"/cases/{stage.case_id}/handout", "export": f"/cases/{stage.case_id}/export"}
    assert [omar.get(page).status_code for page in pages.values()] == [200, 200]
    assert by_patient(app, people, stage, *uses) == 200
    for use, page in pages.items():
        assert omar.get(page).status_code == omar.post(page).status_code == 403 if use in uses else 200
        assert (page in omar.get(f"/cases/{stage.case_id}").text) is (use not in uses)
    assert people.client("sam").get(f"/study/{stage.item_id}").status_code == 200


def test_out_of_library_and_quizzes_is_the_end_in_either_order(app: Flask, house: House, people: People) -> None:
    for first, second in ((Scope.LIBRARY, Scope.QUIZ), (Scope.QUIZ, Scope.LIBRARY)):
        item = live_item(house, people, scopes=ALL)
        take_back(house, people, item.case_id, first)
        assert status_of(house, item.case_id) is CaseStatus.RESOLVED
        take_back(house, people, item.case_id, second)
        assert status_of(house, item.case_id) is CaseStatus.WITHDRAWN


def test_a_case_without_a_diagnosis_is_of_no_use_outside_the_library(house: House, people: People) -> None:
    case = published_case(house, people).case
    page = people.client("clara").post(f"/cases/{case.id}/withdraw/uses", data={"uses": ["library"]})
    assert page.status_code == 422
    assert "of no use without these" in page.text
    assert status_of(house, case.id) is CaseStatus.PUBLISHED
    take_back(house, people, case.id, Scope.LIBRARY)
    assert status_of(house, case.id) is CaseStatus.WITHDRAWN


def test_the_patient_is_asked_again_before_the_rest_goes_with_it(app: Flask, house: House, people: People) -> None:
    published = published_case(house, people)
    client = app.test_client()
    page = client.post("/withdraw/uses", data={"code": published.code, "uses": ["library"]})
    assert page.status_code == 200
    assert "Then the whole case goes" in page.text
    assert "Nothing has changed so far" in page.text
    assert status_of(house, published.case.id) is CaseStatus.PUBLISHED
    assert "The case is gone" in client.post("/withdraw/now", data={"code": published.code}).text


def test_the_patient_sees_what_was_agreed_to_and_what_is_left(app: Flask, house: House, people: People) -> None:
    published = published_case(house, people, scopes=frozenset({Scope.LIBRARY, Scope.HANDOUT}))
    client = app.test_client()
    choose = client.post("/withdraw", data={"code": published.code}).text
    assert "may be used for: Library, Handouts" in choose
    assert 'value="quiz"' not in choose
    done = client.post("/withdraw/uses", data={"code": published.code, "uses": ["handout"]}).text
    assert "not used any more for: Handouts" in done
    assert "may still be used for: Library" in done
    again = client.post("/withdraw", data={"code": published.code}).text
    assert "Only some of it" not in again, "there's only one line left"


@pytest.mark.parametrize("uses", [[], ["everything"], ["quiz", "nonsense"]])
def test_no_line_or_an_unknown_one_changes_nothing_and_says_so(
    app: Flask, house: House, people: People, stage: Stage, uses: list[str]
) -> None:
    answers = [
        app.test_client().post("/withdraw/uses", data={"code": stage.code, "uses": uses}),
        people.client("clara").post(f"/cases/{stage.case_id}/withdraw/uses", data={"uses": uses}),
    ]
    for page in answers:
        assert page.status_code == 422
        assert "field-error" in page.text
    assert stage.code in answers[0].text
    with house.database.reading() as session:
        consent = session.scalars(select(Consent).where(Consent.case_id == stage.case_id)).one()
        assert consent.scopes == ALL


def test_what_was_never_agreed_to_or_is_taken_back_already_changes_nothing(
    app: Flask, house: House, people: People, stage: Stage
) -> None:
    assert by_patient(app, people, stage, "handout") == 200
    with house.database.reading() as session:
        rows = len(session.scalars(select(AuditEntry)).all())
    assert by_patient(app, people, stage, "handout") == 422
    take_back(house, people, stage.case_id, Scope.HANDOUT)
    with house.database.reading() as session:
        assert len(session.scalars(select(AuditEntry)).all()) == rows


def test_strangers_learners_and_colleagues_take_nothing_back(
    app: Flask, house: House, people: People, stage: Stage
) -> None:
    address = f"/cases/{stage.case_id}/withdraw/uses"
    for name in ("omar", "sam", "faye", "nobody"):
        assert people.client(name).post(address, data={"uses": ["quiz"]}).status_code == 404, name
    assert app.test_client().post(address, data={"uses": ["quiz"]}).status_code == 302
    assert people.client("sam").get(f"/study/{stage.item_id}").status_code == 200


def test_each_taking_back_is_one_audit_row_with_codes_alone(
    app: Flask, house: House, people: People, stage: Stage
) -> None:
    by_author(app, people, stage, "export")
    by_patient(app, people, stage, "handout", "quiz")
    with house.database.reading() as session:
        rows = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "consent.narrowed").order_by(AuditEntry.id)
        )
        found = [(row.actor_id, row.detail["scopes"]) for row in rows]
    assert found == [(people.account("clara").id, "export"), (None, "handout,quiz")]


def test_a_hidden_case_comes_back_to_what_is_still_agreed_to(house: House, people: People, stage: Stage) -> None:
    max_, at = people.actor("max"), house.clock.now()
    sam = people.client("sam")
    with house.database.writing() as session:
        cases.hide(session, Outbox(session, at), max_, session.get_one(Case, stage.case_id), at=at)
    take_back(house, people, stage.case_id, Scope.LIBRARY)
    assert sam.get(f"/study/{stage.item_id}").status_code == 404
    with house.database.writing() as session:
        cases.show_again(session, Outbox(session, at), max_, session.get_one(Case, stage.case_id), at=at)
    assert sam.get(f"/study/{stage.item_id}").status_code == 200
    assert sam.get(f"/cases/{stage.case_id}").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cases SET consented = FALSE, quiz_consented = FALSE WHERE id = :case",
        "UPDATE cases SET status = 'withdrawn', title = '', presentation = '', history = '', examination = '', question"
        " = '', investigations = '', findings = '', working_diagnosis = '', content_hash = '' WHERE id = :case",
    ],
)
def test_the_database_refuses_a_shown_case_without_any_use_and_an_ended_one_with_one(
    house: House, stage: Stage, change: str
) -> None:
    with pytest.raises(IntegrityError, match="consented"), house.database.writing() as session:
        session.execute(text(change), {"case": stage.case_id})


@pytest.mark.parametrize("is_resolved", [True, False])
def test_a_case_is_held_by_the_library_or_by_quizzes_about_its_diagnosis(*, is_resolved: bool) -> None:
    held = {left for left in subsets(ALL) if holds_the_case(left, is_resolved=is_resolved)}
    assert {left for left in subsets(ALL) if Scope.LIBRARY in left} <= held
    assert (frozenset({Scope.QUIZ}) in held) is is_resolved
    assert frozenset({Scope.HANDOUT, Scope.EXPORT}) not in held


def subsets(scopes: frozenset[Scope]) -> set[frozenset[Scope]]:
    """Every choice of uses."""
    found = {frozenset[Scope]()}
    for scope in scopes:
        found |= {one | {scope} for one in found}
    return found
