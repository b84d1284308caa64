"""Changes of published cases in the queue, on the pages that author, moderators and readers use."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient

from app.cases.models import Case
from app.moderation.rules import Decision, ReviewKind
from app.ops.house import House
from tests.cases.changing import stored
from tests.consent.making import consented_draft
from tests.moderation.making import decide as decide_directly
from tests.moderation.making import review_of, submit
from tests.moderation.test_resubmission import decide, hidden_fields
from tests.people import People

SAID = {"reason": "correction", "consent": "given_covers", "looked": "y"}


def published(house: House, people: People, **changes: Any) -> Case:
    """A consented case in the library, through moderation."""
    case = consented_draft(house, people, **changes).case
    submit(house, people, case)
    decide_directly(house, people, review_of(house, ReviewKind.CASE, case.id), Decision.APPROVE)
    return stored(house, case)


def form_of(page: str) -> dict[str, str]:
    """What a form would send: hidden fields, inputs, the texts, what is chosen."""
    sent = hidden_fields(page)
    for tag in re.findall(r"<input [^>]*>", page):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("type") in ("text", "number"):
            sent[found["name"]] = found.get("value", "")
    for name, text in re.findall(r'<textarea [^>]*name="([\w-]+)"[^>]*>\r?\n?([^<]*)</textarea>', page):
        sent[name] = text
    for name, options in re.findall(r'<select [^>]*name="([\w-]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        sent[name] = re.findall(r'<option selected value="([^"]*)"', options)[0]
    return sent


def write(client: FlaskClient, case: Case, **typed: str) -> Any:
    address = f"/cases/{case.id}/change"
    return client.post(address, data={**form_of(client.get(address).text), **typed})


def send(client: FlaskClient, case: Case, **said: str) -> Any:
    address = f"/cases/{case.id}/change/submit"
    return client.post(address, data={**hidden_fields(client.get(address).text), **SAID, **said})


def test_the_whole_way_of_a_change(house: House, people: People) -> None:
    case = published(house, people)
    clara, max_, sam = people.client("clara"), people.client("max"), people.client("sam")
    answer = write(clara, case, title="Itch at night", tags="itch, household")
    assert (answer.status_code, answer.location) == (302, f"/cases/{case.id}/change/submit")
    page = clara.get(answer.location).text
    assert "<del>between the fingers</del><ins>at night</ins>" in page
    assert "<ins>household</ins>" in page
    assert send(clara, case).status_code == 302
    assert "Itch between the fingers" in sam.get(f"/cases/{case.id}").text
    review = review_of(house, ReviewKind.CASE_CHANGE, case.id)
    assert "Change of a case" in max_.get("/moderation").text
    page = max_.get(f"/moderation/{review.id}").text
    assert "<del>between the fingers</del><ins>at night</ins>" in page
    assert "Something was wrong" in page
    assert decide(max_, review.id, decision="approve", looked="y") == 302
    page = sam.get(f"/cases/{case.id}").text
    assert "Itch at night" in page
    assert f"/cases/{case.id}/history" in page
    page = sam.get(f"/cases/{case.id}/history").text
    assert "<del>between the fingers</del><ins>at night</ins>" in page
    assert "The first version." in page
