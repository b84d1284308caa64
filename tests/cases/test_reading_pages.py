"""The case page: for whom, with what, at which cost (I6)."""

from __future__ import annotations

import pytest
from flask import Flask

from app.cases import queries, services
from app.cases.models import Case
from app.cases.rules import GONE, SHOWN, CaseStatus
from app.ops.house import House
from app.policy.actor import nobody
from tests.cases.making import case_in, published_case
from tests.counting import statements
from tests.people import People

EXPECTED: dict[CaseStatus, dict[str, int]] = {
    status: {
        "clara": 410 if status in GONE else 200,
        "max": 410 if status in GONE else 200,
        "omar": 410 if status in GONE else 200 if status in SHOWN else 404,
        "sam": 410 if status in GONE else 200 if status in SHOWN else 404,
        "nobody": 410 if status in GONE else 200 if status in SHOWN else 404,
    }
    for status in CaseStatus
}


def test_each_status_is_open_to_whom_it_should_be(house: House, people: People) -> None:
    published_case(house, people, author="omar")
    cases = {status: case_in(status, house, people).id for status in CaseStatus}
    for name in ("clara", "max", "omar", "sam", "nobody"):
        client = people.client(name)
        for status, case_id in cases.items():
            answer = client.get(f"/cases/{case_id}")
            assert answer.status_code == EXPECTED[status][name], (name, status)
            assert ("Itch between" in answer.text) == (answer.status_code == 200)


def test_who_is_not_signed_in_is_asked_to(app: Flask, house: House, people: People) -> None:
    case = published_case(house, people)
    answer = app.test_client().get(f"/cases/{case.id}")
    assert answer.status_code == 302
    assert answer.location.endswith(f"/sign-in?next=/cases/{case.id}")


@pytest.mark.parametrize("status", sorted(GONE))
def test_i6_every_address_of_a_case_that_ended_answers_404_or_410_to_all(
    app: Flask, house: House, people: People, status: CaseStatus
) -> None:
    case = case_in(status, house, people)
    picture = case.pictures[0]
    ids = {"case_id": case.id, "picture_id": picture.id}
    rules = [rule for rule in app.url_map.iter_rules() if "case_id" in rule.arguments and rule.arguments <= set(ids)]
    assert len(rules) > 8
    for name in ("clara", "max", "sam"):
        client = people.client(name)
        for rule in rules:
            address = rule.rule.replace("<int:case_id>", str(case.id)).replace("<int:picture_id>", str(picture.id))
            for method in {"GET", "POST"} & (rule.methods or set()):
                answer = client.open(address, method=method)
                assert answer.status_code in (404, 410), (name, method, address, answer.status_code)
                assert "burrow" not in answer.text
        for extension in ("webp", "jpg"):
            assert client.get(f"/images/{picture.image.name}/960.{extension}").status_code == 404


def test_the_page_shows_each_stage_in_order_and_not_the_authors_note(house: House, people: People) -> None:
    case = published_case(house, people, working_diagnosis="Secret scabies", history="")
    page = people.client("sam").get(f"/cases/{case.id}").text
    order = ["Three weeks of itch", "Short burrows", "None so far", "dark point", "at the bedside"]
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    assert "Secret scabies" not in page
    assert ">History<" not in page
    assert 'name="robots" content="noindex' in page


def test_text_is_markdown_that_can_do_no_harm(house: House, people: People) -> None:
    case = published_case(house, people, history="**bold** <script>alert(1)</script>", title="<i>Title</i>")
    page = people.client("sam").get(f"/cases/{case.id}").text
    assert "<strong>bold</strong>" in page
    assert "<script>alert" not in page
    assert "&lt;i&gt;Title" in page


def test_pictures_come_in_sizes_with_their_description(house: House, people: People) -> None:
    case = published_case(house, people)
    page = people.client("sam").get(f"/cases/{case.id}").text
    name = case.pictures[0].image.name
    assert f"/images/{name}/320.webp" in page
    assert 'type="image/webp"' in page
    assert 'alt="Finger web, view 1"' in page


def test_the_page_costs_the_same_with_more_pictures_and_a_fuller_library(house: House, people: People) -> None:
    small = published_case(house, people, tags=("one",))
    large = published_case(house, people, pictures=5, tags=tuple("abcdefghijkl"))
    for number in range(5):
        published_case(house, people, title=f"Noise {number}")
    client = people.client("sam")
    costs = []
    for case in (small, large):
        client.get(f"/cases/{case.id}")  # what is kept of a page between two requests is kept of both
        with statements(house.database.engine) as seen:
            assert client.get(f"/cases/{case.id}").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_my_cases_costs_the_same_with_more_cases(house: House, people: People) -> None:
    case_in(CaseStatus.DRAFT, house, people)
    client = people.client("clara")
    client.get("/my-cases")
    with statements(house.database.engine) as few:
        client.get("/my-cases")
    for _number in range(4):
        case_in(CaseStatus.PUBLISHED, house, people, pictures=2)
    with statements(house.database.engine) as many:
        client.get("/my-cases")
    assert len(many) == len(few)


def test_the_library_holds_what_is_shown_and_consented_to_at_that_moment(house: House, people: People) -> None:
    cases = {status: case_in(status, house, people).id for status in CaseStatus}
    ending = published_case(house, people)
    at, sam = house.clock.now(), people.actor("sam")
    with house.database.writing() as session:
        services.note_consent(session, session.get_one(Case, ending.id), ends_at=at)
    with house.database.reading() as session:
        seen = {case.id for case in session.scalars(queries.visible_to(sam)).unique()}
        assert seen == {cases[status] for status in SHOWN}
        unconfirmed = nobody(at, reads_library=False)
        assert session.scalars(queries.visible_to(unconfirmed)).unique().all() == []


def test_a_draft_that_was_never_published_leaves_no_trace_when_it_ends(house: House, people: People) -> None:
    case, clara = case_in(CaseStatus.DRAFT, house, people), people.client("clara")
    assert clara.post(f"/cases/{case.id}/withdraw").status_code == 302
    assert clara.get(f"/cases/{case.id}").status_code == 404
