"""What learners see: the queue, a question that tells nothing, and feedback after the answer alone."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from app.cases import services as cases
from app.cases.models import Case
from app.kernel.outbox import Outbox
from app.learning.models import CardReview
from app.ops.house import House
from app.quizzes.models import Attempt, Item
from tests.clock import HeldClock
from tests.people import People
from tests.quizzes.making import EXPLANATION, TEACHING, drafted_item, key_of, live_item, wrong_of

SITTING = re.compile(r'name="sitting"[^>]*value="([0-9a-f-]{36})"')
TITLE = "Itch between the fingers"


def sitting_on(page: str) -> str:
    found = SITTING.search(page)
    assert found, "no sitting on the page"
    return found[1]


def take(client: FlaskClient, item: Item, position: int) -> str:
    """Answer as a person does; return the address of the feedback."""
    sitting = sitting_on(client.get(f"/study/{item.id}").text)
    answer = client.post(f"/study/{item.id}", data={"option": position, "sitting": sitting})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_i12_the_question_tells_nothing_of_the_answer(house: House, people: People) -> None:
    item = live_item(house, people)
    page = people.client("sam").get(f"/study/{item.id}").text
    assert all(option.text in page for option in item.options), "every option is there to choose"
    for secret in (EXPLANATION, TEACHING, TITLE, "argued", "is_key", "rationale", "correct", "thought of it"):
        assert secret not in page
    assert f"/cases/{item.case_id}" not in page
    inputs = re.findall(r"<label class=\"option\">.*?</label>", page, re.DOTALL)
    bare = {re.sub(r"\d+|>[^<]*<|\s+|checked", "", markup) for markup in inputs}
    assert len(inputs) == 4
    assert len(bare) == 1, "the key is marked like every other option"


def test_a_question_shows_its_pictures_and_the_words_for_those_who_cannot_see_them(
    house: House, people: People
) -> None:
    item = live_item(house, people, pictures=2)
    page = people.client("sam").get(f"/study/{item.id}").text
    assert "Finger web, view 1" in page
    assert "Finger web, view 2" in page
    assert page.count("<picture>") == 2


def test_i12_there_is_no_feedback_before_the_answer(house: House, people: People) -> None:
    item, client = live_item(house, people), people.client("sam")
    sitting = sitting_on(client.get(f"/study/{item.id}").text)
    for address in (f"/study/{item.id}/result", f"/study/{item.id}/result?sitting={sitting}"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert EXPLANATION not in answer.text


def test_i12_feedback_is_for_the_person_who_answered(house: House, people: People) -> None:
    item = live_item(house, people)
    address = take(people.client("sam"), item, key_of(item))
    assert people.client("sofia").get(address).status_code == 404
    assert people.client("sam").get(address.replace("sitting=", "sitting=x")).status_code == 404
    assert people.client("sam").get(address).status_code == 200


def test_feedback_after_a_wrong_answer(house: House, people: People) -> None:
    item, client = live_item(house, people), people.client("sam")
    page = client.get(take(client, item, wrong_of(item))).text
    assert "verdict-wrong" in page
    for told in (
        "Scabies",
        EXPLANATION,
        TEACHING,
        "2 colleagues argued for it",
        f"/cases/{item.case_id}",
        "10 minutes",
    ):
        assert told in page


def test_feedback_after_a_right_answer_says_when_it_comes_back(house: House, people: People) -> None:
    item, client = live_item(house, people), people.client("sam")
    page = client.get(take(client, item, key_of(item))).text
    assert "verdict-right" in page
    assert "in 2 days, on 4 Mar 2026" in page


def test_the_same_answer_sent_again_changes_nothing(house: House, people: People) -> None:
    item, client = live_item(house, people), people.client("sam")
    form = {"option": wrong_of(item), "sitting": str(uuid4()), "certainty": "3"}
    first = client.post(f"/study/{item.id}", data=form)
    again = client.post(f"/study/{item.id}", data=form | {"option": key_of(item)})
    assert first.location == again.location
    assert "verdict-wrong" in client.get(again.location).text
    with house.database.reading() as session:
        assert session.scalars(select(Attempt.certainty)).all() == [3]
        assert session.scalar(select(func.count()).select_from(CardReview)) == 1


@pytest.mark.parametrize(
    "form",
    [
        {"sitting": str(uuid4())},
        {"option": "99", "sitting": str(uuid4())},
        {"option": "x", "sitting": str(uuid4())},
        {"option": "1"},
        {"option": "1", "sitting": "mine"},
        {"option": "1", "sitting": str(uuid4()), "certainty": "9"},
    ],
)
def test_nonsense_is_refused_and_nothing_is_stored(house: House, people: People, form: dict[str, str]) -> None:
    item = live_item(house, people)
    answer = people.client("sam").post(f"/study/{item.id}", data=form)
    assert answer.status_code == 422
    assert EXPLANATION not in answer.text
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_a_refused_form_keeps_what_was_chosen_and_can_be_sent_again(house: House, people: People) -> None:
    item, client = live_item(house, people), people.client("sam")
    form = {"option": str(wrong_of(item)), "sitting": "mine", "certainty": "2"}
    page = client.post(f"/study/{item.id}", data=form).text
    assert re.search(rf'name="option" value="{wrong_of(item)}"[^>]*checked', page)
    assert re.search(r'name="certainty" value="2"[^>]*checked', page)
    again = client.post(f"/study/{item.id}", data=form | {"sitting": sitting_on(page)})
    assert again.status_code == 303


@pytest.mark.parametrize("path", ["/study", "/study/next", "/study/{}", "/study/{}/result"])
def test_studying_is_for_verified_people(house: House, people: People, path: str) -> None:
    item = live_item(house, people)
    assert people.client("nobody").get(path.format(item.id)).status_code == 403


def test_a_person_without_verification_cannot_answer(house: House, people: People) -> None:
    item = live_item(house, people)
    form = {"option": key_of(item), "sitting": str(uuid4())}
    assert people.client("nobody").post(f"/study/{item.id}", data=form).status_code == 403


def test_an_author_is_not_asked_about_an_own_case(house: House, people: People) -> None:
    item, client = live_item(house, people), people.client("clara")
    assert client.get(f"/study/{item.id}").status_code == 404
    assert client.post(f"/study/{item.id}", data={"option": 1, "sitting": str(uuid4())}).status_code == 404
    assert client.get("/study/next").location == "/study"


def test_drafts_are_not_asked(house: House, people: People) -> None:
    item = drafted_item(house, people)
    assert people.client("sam").get(f"/study/{item.id}").status_code == 404


def test_next_goes_to_what_is_due_then_to_what_is_new_then_back(house: House, people: People, clock: HeldClock) -> None:
    first, second = live_item(house, people), live_item(house, people, title="Noise")
    client = people.client("sam")
    assert client.get("/study/next").location == f"/study/{first.id}"
    take(client, first, wrong_of(first))
    assert client.get("/study/next").location == f"/study/{second.id}"
    clock.move(timedelta(minutes=10))
    assert client.get("/study/next").location == f"/study/{first.id}"
    take(client, first, key_of(first))
    take(client, second, key_of(second))
    assert client.get("/study/next").location == "/study"
    assert "That was all for now." in client.get("/study").text


def test_the_queue_shows_what_waits_and_how_it_went(house: House, people: People, clock: HeldClock) -> None:
    first, second = live_item(house, people), live_item(house, people, title="Noise")
    client = people.client("sam")
    take(client, first, wrong_of(first))
    take(client, second, key_of(second))
    take(people.client("sofia"), first, key_of(first))
    page = client.get("/study").text
    assert "50 %" in page
    assert page.count("row-title") == 2
    assert "Dermatology" in page
    clock.move(timedelta(minutes=10))
    assert re.search(r"Due now</dt><dd>1<", client.get("/study").text)


def test_a_hidden_case_has_no_question_no_feedback_and_no_link_left(house: House, people: People) -> None:
    item, client, moderator = live_item(house, people), people.client("sam"), people.actor("max")
    address = take(client, item, key_of(item))
    with house.database.writing() as session:
        at, case = house.clock.now(), session.get_one(Case, item.case_id)
        cases.hide(session, Outbox(session, at), moderator, case, at=at)
    assert client.get(address).status_code == 404
    assert client.get(f"/study/{item.id}").status_code == 404
    page = client.get("/study").text
    assert f"/study/{item.id}" not in page
    assert "Dermatology" in page, "the score stays"


@pytest.mark.parametrize("path", ["/study", "/study/{}"])
def test_a_page_takes_as_many_statements_for_much_as_for_little(house: House, people: People, path: str) -> None:
    first, client = live_item(house, people, pictures=2), people.client("sam")
    take(client, first, wrong_of(first))
    few = count_statements(house, client, path.format(first.id))
    for _more in range(3):
        item = live_item(house, people, pictures=3)
        take(client, item, key_of(item))
    assert count_statements(house, client, path.format(item.id)) == few


def count_statements(house: House, client: FlaskClient, address: str) -> int:
    seen: list[str] = []

    def listen(*call: object) -> None:
        seen.append(str(call[2]))

    event.listen(house.database.engine, "before_cursor_execute", listen)
    assert client.get(address).status_code == 200
    event.remove(house.database.engine, "before_cursor_execute", listen)
    return len(seen)


def test_the_start_page_counts_what_waits_for_verified_people(house: House, people: People) -> None:
    live_item(house, people)
    assert "/study/next" in people.client("sam").get("/").text
    assert "/study/next" not in people.client("nobody").get("/").text


def test_the_case_page_offers_its_quiz_to_those_who_may_take_it(house: House, people: People) -> None:
    item = live_item(house, people)
    link = f"/study/{item.id}"
    assert link in people.client("sam").get(f"/cases/{item.case_id}").text
    assert link not in people.client("clara").get(f"/cases/{item.case_id}").text
    assert link not in people.client("nobody").get(f"/cases/{item.case_id}").text
