"""A hidden name stands in no answer to any reader, on any page; moderators see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.kernel.settings import ReadPolicy
from app.moderation.rules import ReviewKind
from app.ops.house import House
from app.policy.actor import Role
from tests.accounts.mailbox import mails
from tests.cases.making import published_case
from tests.journeys.planting import Told, tell
from tests.journeys.test_withdrawal import addresses, answer_as
from tests.moderation.making import asked_to_be_verified, review_of
from tests.people import People

HIDDEN = {"clara": "Qwyntessa Hidd", "omar": "Zorblatt Hidd", "priya": "Vexley Hidd", "faye": "Ogmund Hidd"}
"""Author, confirmer and commenter, commenter, keeper of the collection and giver of an opinion."""
READERS = ("sam", "nobody", "omar", "faye", "priya", "clara")


@pytest.fixture
def told(house: House, people: People) -> Told:
    """A case that all of them had a part in, and another beside it by somebody who shows the name."""
    published_case(house, people, author="mona", title="Noise")
    told = tell(house, people)
    _rename(house, people, hidden=True)
    return told


def _rename(house: House, people: People, *, hidden: bool) -> None:
    with house.database.writing() as session:
        for key, name in HIDDEN.items():
            account = people.account_in(session, key)
            account.name, account.name_hidden = name, hidden
            account.institution = f"{name.split()[0]} Clinic"


def bodies(app: Flask, client: FlaskClient, told: Told) -> Iterator[tuple[str, str]]:
    """Every page that this client can ask for, with its headers."""
    for address in [*addresses(app, told), "/library?q=Qwyntessa", "/library?q=Hidd"]:
        answer = client.get(address, headers={"HX-Request": "true"} if "/comments" in address else {})
        yield address, f"{answer.headers}{answer.data.decode(errors='replace')}"


def shown(body: str, own: str | None) -> list[str]:
    return [name for key, name in HIDDEN.items() for part in name.split()[:1] if part in body and key != own]


def test_before_they_hide_the_walk_finds_every_name(house: House, app: Flask, people: People, told: Told) -> None:
    """The walk below would prove nothing if it couldn't see the names."""
    _rename(house, people, hidden=False)
    client = people.client("sam")
    client.post(f"/cases/{told.case_id}/opinion/skip")
    seen = {name for address, body in bodies(app, client, told) if "?q=" not in address for name in shown(body, None)}
    assert seen == set(HIDDEN.values())


@pytest.mark.parametrize("name", READERS)
def test_no_reader_finds_a_hidden_name_anywhere(app: Flask, people: People, told: Told, name: str) -> None:
    client = people.client(name)
    client.post(f"/cases/{told.case_id}/opinion/skip")
    if name == "sam":
        assert shown(client.get(answer_as(client, told)).text, None) == []
    found = {
        address: names
        for address, body in bodies(app, client, told)
        if (names := shown(body, name)) and "?q=" not in address
    }
    assert found == {}


def test_searching_for_a_hidden_name_finds_nothing(people: People, told: Told) -> None:
    client = people.client("sam")
    assert f"/cases/{told.case_id}" not in client.get("/library?q=Qwyntessa").text


def test_somebody_without_an_account_finds_none_either(house: House, app: Flask, told: Told) -> None:
    assert house.settings.read_policy is ReadPolicy.MEMBERS
    assert {
        address for address, body in bodies(app, app.test_client(), told) if shown(body, None) and "?q=" not in address
    } == set()


def test_the_case_says_what_the_author_is_and_since_when(people: People, told: Told) -> None:
    page = people.client("sam").get(f"/cases/{told.case_id}").text
    assert "Physician, cardiology, since 2026" in page


def test_a_moderator_sees_the_name_on_the_case_and_in_the_review(house: House, people: People, told: Told) -> None:
    people.client("sam").get(f"/cases/{told.case_id}")  # readers' copy of the sheet is kept for a minute
    max_ = people.client("max")
    assert HIDDEN["clara"] in max_.get(f"/cases/{told.case_id}").text
    assert "Physician, cardiology, since" not in max_.get(f"/cases/{told.case_id}").text
    review = asked_to_be_verified(house, people, "omar")
    assert HIDDEN["omar"] in max_.get(f"/moderation/{review.id}").text
    flagged = review_of(house, ReviewKind.FLAGGED_COMMENT, max(told.ids["comment_id"]))  # type: ignore[type-var, arg-type]
    assert any(name in max_.get(f"/moderation/{flagged.id}").text for name in HIDDEN.values())
    assert Role.MODERATOR in people.actor("max").roles


def test_hiding_and_showing_take_effect_at_once(house: House, people: People, told: Told) -> None:
    """The author's stands on the sheet, the commenter's in the thread; both are kept for a minute for all readers."""
    reader, address = people.client("nobody"), f"/cases/{told.case_id}"
    for name in ("clara", "omar"):
        client = people.client(name)
        assert client.post("/account/name", data={"shown": "name"}).status_code == 302
        assert HIDDEN[name] in reader.get(address).text
        house.clock.move(timedelta(seconds=1))  # type: ignore[attr-defined]
        assert client.post("/account/name", data={"shown": "role"}).status_code == 302
        assert HIDDEN[name] not in reader.get(address).text
        house.clock.move(timedelta(seconds=1))  # type: ignore[attr-defined]


def test_mails_to_others_name_nobody_who_hides(house: House, told: Told) -> None:
    assert [mail for mail in mails(house.settings) if "Hidd" in mail.body + mail.subject] == []


def test_a_student_may_show_the_year_in_which_studies_began(people: People) -> None:
    sam = people.client("sam")
    assert sam.post("/account/name", data={"shown": "role", "studying_since": "2999"}).status_code == 422
    late = sam.post("/account/name", data={"shown": "role", "studying_since": "2027"})
    assert (late.status_code, "this year at the latest" in late.text) == (422, True)
    assert sam.post("/account/name", data={"shown": "role", "studying_since": "2024"}).status_code == 302
    assert "Medical student, studying since 2024" in sam.get("/account").text
