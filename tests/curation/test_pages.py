"""The pages of collections: who gets which, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.curation.models import Collection
from app.curation.rules import Visibility
from app.ops.house import House
from tests.cases.making import case_in, published_case
from tests.counting import statements
from tests.curation.making import collection_of
from tests.people import People

ABOUT = {"title": "Skin of the hands", "description": "For year two", "visibility": "library"}


@pytest.fixture
def case(house: House, people: People) -> Case:
    """One case of the library."""
    return published_case(house, people, title="Burrows")


@pytest.fixture
def collection(house: House, people: People, case: Case) -> Collection:
    """Faye's shared collection with that case, beside another one."""
    collection_of(house, people, [], title="Noise")
    return collection_of(house, people, [case], note="Look at the finger webs")


def test_faculty_starts_a_collection_and_finds_it(people: People) -> None:
    client = people.client("faye")
    answer = client.post("/collections/new", data=ABOUT)
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "Skin of the hands" in page
    assert "For year two" in page
    assert "Skin of the hands" in client.get("/collections").text


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": "x" * 161}, {"visibility": "everybody"}, {"description": "x" * 2001}]
)
def test_what_was_typed_stays_when_something_is_wrong(
    people: People, collection: Collection, wrong: dict[str, str]
) -> None:
    client = people.client("faye")
    for address in ("/collections/new", f"/collections/{collection.id}/edit"):
        answer = client.post(address, data={**ABOUT, "description": "Typed for a long time", **wrong})
        assert answer.status_code == 422
        assert "Typed for a long time" in answer.text or "description" in wrong
        assert "Something is missing" in answer.text


def test_readers_see_the_cases_with_their_notes(people: People, case: Case, collection: Collection) -> None:
    page = people.client("sam").get(f"/collections/{collection.id}").text
    for part in (
        "Hands",
        "by Faye",
        "<strong>tell</strong>",
        "Burrows",
        f"/cases/{case.id}",
        "Look at the finger webs",
    ):
        assert part in page, part
    assert "/edit" not in page


def test_a_hidden_case_leaves_no_trace_on_the_page(house: House, people: People, case: Case) -> None:
    gone = published_case(house, people, title="Plugholes")
    collection = collection_of(house, people, [case, gone], note="note about it")
    with house.database.writing() as session:
        session.get_one(Case, gone.id).status = CaseStatus.HIDDEN
    for name in ("sam", "faye"):
        page = people.client(name).get(f"/collections/{collection.id}").text
        assert "1 case" in page
        assert "Plugholes" not in page
        assert page.count("note about it") == 1


def attempts(collection: Collection, case: Case) -> dict[str, Callable[[FlaskClient], int]]:
    """Every way to change a collection."""
    inside = f"/collections/{collection.id}/cases/{case.id}"
    add = {"collection": collection.id, "note": ""}
    return {
        "new": lambda client: client.post("/collections/new", data=ABOUT).status_code,
        "see form": lambda client: client.get(f"/collections/{collection.id}/edit").status_code,
        "edit": lambda client: client.post(f"/collections/{collection.id}/edit", data=ABOUT).status_code,
        "move": lambda client: client.post(f"{inside}/move", data={"direction": "up"}).status_code,
        "remove": lambda client: client.post(f"{inside}/remove").status_code,
        "add": lambda client: client.post(f"/cases/{case.id}/collections", data=add).status_code,
    }


@pytest.mark.parametrize("name", ["nobody", "sam", "omar", "clara", "max"])
def test_nobody_but_faculty_keeps_collections(people: People, case: Case, collection: Collection, name: str) -> None:
    client = people.client(name)
    codes = {what: attempt(client) for what, attempt in attempts(collection, case).items()}
    assert codes == {"new": 403, "see form": 404, "edit": 404, "move": 404, "remove": 404, "add": 403}


def test_another_faculty_member_does_not_change_it(
    house: House, people: People, case: Case, collection: Collection
) -> None:
    other = collection_of(house, people, [case], author="clara", title="Clara's")
    codes = {what: attempt(people.client("faye")) for what, attempt in attempts(other, case).items()}
    assert codes == {"new": 302, "see form": 404, "edit": 404, "move": 404, "remove": 404, "add": 422}


def test_a_guest_is_asked_to_sign_in(app: Flask, collection: Collection) -> None:
    for address in ("/collections", f"/collections/{collection.id}", "/collections/new"):
        assert app.test_client().get(address).status_code == 302


def test_a_private_collection_is_not_there_for_others(house: House, people: People, case: Case) -> None:
    private = collection_of(house, people, [case], title="For the exam", visibility=Visibility.PRIVATE)
    assert people.client("faye").get(f"/collections/{private.id}").status_code == 200
    for name in ("sam", "omar", "max", "nobody"):
        client = people.client(name)
        assert client.get(f"/collections/{private.id}").status_code == 404
        assert "For the exam" not in client.get("/collections").text
        assert "For the exam" not in client.get(f"/cases/{case.id}").text


def test_faculty_adds_a_case_from_its_page_and_only_once(people: People, case: Case, house: House) -> None:
    collection = collection_of(house, people, [], title="Empty so far")
    client = people.client("faye")
    assert "Add to the collection" in client.get(f"/cases/{case.id}").text
    data = {"collection": collection.id, "note": "Start here"}
    assert client.post(f"/cases/{case.id}/collections", data=data).status_code == 302
    page = client.get(f"/cases/{case.id}").text
    assert "This case is in" in page
    assert "Add to the collection" not in page
    assert "Start here" in client.get(f"/collections/{collection.id}").text
    assert client.post(f"/cases/{case.id}/collections", data=data).status_code == 409


def test_a_note_that_is_too_long_comes_back(people: People, case: Case, house: House) -> None:
    collection = collection_of(house, people, [])
    answer = people.client("faye").post(
        f"/cases/{case.id}/collections", data={"collection": collection.id, "note": "n" * 301}
    )
    assert answer.status_code == 422
    assert "n" * 301 in answer.text


def test_the_panel_is_for_faculty_and_for_cases_of_the_library(people: People, case: Case, house: House) -> None:
    for name in ("sam", "clara", "max"):
        assert 'id="collect"' not in people.client(name).get(f"/cases/{case.id}").text
    page = people.client("faye").get(f"/cases/{case.id}").text
    assert "Start a collection" in page


@pytest.mark.parametrize("status", [CaseStatus.DRAFT, CaseStatus.HIDDEN, CaseStatus.WITHDRAWN])
def test_faculty_cannot_reach_a_case_through_a_collection(
    house: House, people: People, collection: Collection, status: CaseStatus
) -> None:
    case = case_in(status, house, people)
    answer = people.client("faye").post(f"/cases/{case.id}/collections", data={"collection": collection.id})
    assert answer.status_code == 404


def test_cases_are_moved_and_taken_out_on_the_edit_page(house: House, people: People, case: Case) -> None:
    second = published_case(house, people, title="Second")
    collection = collection_of(house, people, [case, second])
    client, address = people.client("faye"), f"/collections/{collection.id}"
    assert client.post(f"{address}/cases/{second.id}/move", data={"direction": "up"}).status_code == 302
    page = client.get(f"{address}/edit").text
    assert page.index("Second") < page.index("Burrows")
    assert client.post(f"{address}/cases/{second.id}/move", data={"direction": "left"}).status_code == 422
    assert client.post(f"{address}/cases/{second.id}/remove").status_code == 302
    assert "Second" not in client.get(address).text
    assert client.post(f"{address}/cases/{second.id}/remove").status_code == 404


def test_the_pages_cost_as_many_statements_with_many_cases_as_with_few(
    house: House, people: People, case: Case
) -> None:
    few = collection_of(house, people, [case])
    many = collection_of(
        house, people, [published_case(house, people, pictures=2, title=f"Case {number}") for number in range(6)]
    )
    client = people.client("faye")

    def cost(address: str) -> int:
        with statements(house.database.engine) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    for address in ("/collections/{}", "/collections/{}/edit"):
        assert cost(address.format(few.id)) == cost(address.format(many.id))
    lists = cost("/collections")
    for number in range(4):
        collection_of(house, people, [case], title=f"More {number}")
    assert cost("/collections") == lists
