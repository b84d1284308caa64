"""Nobody who can think for themselves sees what others thought before they have committed their own opinion."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.cases.models import Case
from app.ops.house import House
from tests.people import People
from tests.threads.conftest import NOISE
from tests.threads.making import PROPOSAL, comment_of, confirmed, opinion_of, proposed, skip

SECRETS = (
    "Eczema",
    "Dry skin runs in the family.",
    "Burrows end the argument.",
    "Scabies",
    PROPOSAL.explanation,
    PROPOSAL.teaching_points[0],
    "Priya",
)
"""What the thread of the fixture holds: a diagnosis, its reason, a comment, the resolution, and who took part."""


@pytest.fixture
def argued(house: House, people: People, case: Case) -> Case:
    """A case with an opinion and a comment of Priya's, and a resolution."""
    opinion_of(house, people, case, "priya", "Eczema", reason="Dry skin runs in the family.")
    comment_of(house, people, case, "priya", "Burrows end the argument.")
    proposed(house, people, case)
    return case


def shown(page: str) -> list[str]:
    return [secret for secret in SECRETS if secret in page]


@pytest.mark.parametrize("name", ["sam", "sofia", "omar", "faye"])
def test_the_case_page_holds_nothing_of_others_before_the_own_opinion(people: People, argued: Case, name: str) -> None:
    page = people.client(name).get(f"/cases/{argued.id}").text
    assert shown(page) == []
    assert "Your opinion first" in page
    assert "1 person has committed an opinion." in page


def test_a_confirmed_diagnosis_stays_behind_the_gate_too(house: House, people: People, case: Case) -> None:
    confirmed(house, people, case)
    assert shown(people.client("sam").get(f"/cases/{case.id}").text) == []


def test_committing_an_opinion_opens_the_thread(people: People, argued: Case) -> None:
    sam = people.client("sam")
    answer = sam.post(
        f"/cases/{argued.id}/opinion", data={"first-diagnosis": "Urticaria", "first-reason": "It itches."}
    )
    assert answer.status_code == 302
    page = sam.get(answer.location).text
    assert shown(page) == list(SECRETS)
    assert "Urticaria" in page
    assert "Your opinion first" not in page
    assert NOISE not in page


def test_choosing_to_read_only_opens_the_thread(people: People, argued: Case) -> None:
    sam = people.client("sam")
    page = sam.get(sam.post(f"/cases/{argued.id}/opinion/skip").location).text
    assert shown(page) == list(SECRETS)
    assert "You chose to read only." in page


def test_opening_one_thread_opens_no_other(house: House, people: People, argued: Case) -> None:
    other = argued.id - 1
    sam = people.client("sam")
    sam.post(f"/cases/{other}/opinion/skip")
    assert NOISE in sam.get(f"/cases/{other}").text
    assert shown(sam.get(f"/cases/{argued.id}").text) == []


@pytest.mark.parametrize("name", ["clara", "max", "nobody"])
def test_who_has_no_opinion_to_spoil_reads_directly(people: People, argued: Case, name: str) -> None:
    page = people.client(name).get(f"/cases/{argued.id}").text
    assert shown(page) == list(SECRETS)
    assert "Your opinion first" not in page


Ask = Callable[[FlaskClient, int, int], str]


def ask_for_comments(client: FlaskClient, case_id: int, _resolution_id: int) -> str:
    return client.get(f"/cases/{case_id}/comments", headers={"HX-Request": "true", "HX-Target": "comments"}).text


def send_an_empty_comment(client: FlaskClient, case_id: int, _resolution_id: int) -> str:
    headers = {"HX-Request": "true", "HX-Target": "comments"}
    return client.post(f"/cases/{case_id}/comments", data={"body": ""}, headers=headers).text


def send_a_comment(client: FlaskClient, case_id: int, _resolution_id: int) -> str:
    return client.post(f"/cases/{case_id}/comments", data={"body": "What do you think?"}).text


def send_an_empty_opinion(client: FlaskClient, case_id: int, _resolution_id: int) -> str:
    return client.post(f"/cases/{case_id}/opinion", data={"first-diagnosis": ""}).text


def ask_to_dispute(client: FlaskClient, _case_id: int, resolution_id: int) -> str:
    return client.get(f"/resolutions/{resolution_id}/dispute").text


def dispute_without_a_word(client: FlaskClient, _case_id: int, resolution_id: int) -> str:
    return client.post(f"/resolutions/{resolution_id}/dispute", data={"dissent": ""}).text


def confirm(client: FlaskClient, _case_id: int, resolution_id: int) -> str:
    return client.post(f"/resolutions/{resolution_id}/confirm").text


SIDE_DOORS: tuple[Ask, ...] = (
    ask_for_comments,
    send_an_empty_comment,
    send_a_comment,
    send_an_empty_opinion,
    ask_to_dispute,
    dispute_without_a_word,
    confirm,
)


@pytest.mark.parametrize("ask", SIDE_DOORS)
def test_no_side_door_shows_the_thread(house: House, people: People, argued: Case, ask: Ask) -> None:
    resolution_id = 2  # the first is the other case's
    assert shown(ask(people.client("omar"), argued.id, resolution_id)) == []
    skip(house, people, argued, "omar")
    assert "Scabies" in ask_to_dispute(people.client("omar"), argued.id, resolution_id)
