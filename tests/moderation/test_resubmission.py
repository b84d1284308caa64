"""Back and forth between author and moderators, on the pages that they use."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.moderation.rules import ReviewKind
from app.ops.house import House
from tests.consent.making import consented_draft
from tests.moderation.making import case_of, review_of
from tests.people import People

WORDS = {
    "title": "Itch between the fingers",
    "specialty": "dermatology",
    "modality": "clinical_photo",
    "age_band": "20-29",
    "sex": "female",
    "presentation": "Three weeks of itch, worse at night.",
    "history": "Two others in the household itch as well.",
    "tags": "itch, night",
}


def hidden_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', page))


def decide(client: FlaskClient, review_id: int, **said: object) -> int:
    client.post(f"/moderation/{review_id}/claim")
    fields = hidden_fields(client.get(f"/moderation/{review_id}").text)
    return client.post(f"/moderation/{review_id}", data={**fields, **said}).status_code


def submit(client: FlaskClient, house: House, case_id: int) -> int:
    with house.database.reading() as session:
        seen = session.get_one(Case, case_id).content_hash
    return client.post(f"/cases/{case_id}/submit", data={"content_hash": seen, "looked": "y"}).status_code


def test_changes_asked_for_edited_submitted_and_approved_in_one_review(house: House, people: People) -> None:
    clara, max_, mona = people.client("clara"), people.client("max"), people.client("mona")
    case = consented_draft(house, people).case
    picture = case.pictures[0].id
    assert submit(clara, house, case.id) == 302
    review = review_of(house, ReviewKind.CASE, case.id)

    said = {"decision": "request_changes", "reasons": ["identifier_in_text"], "note": "Take the street name out."}
    assert decide(max_, review.id, **said) == 302
    for address in (f"/cases/{case.id}", f"/cases/{case.id}/edit"):
        page = clara.get(address).text
        assert "A moderator asks for changes." in page
        assert "Take the street name out." in page
        assert "A name, number, date or place in the text" in page

    alt_text = {f"picture-{picture}-alt_text": "Finger web", f"picture-{picture}-caption": "Left hand"}
    changed = {**WORDS, "title": "Itch at night", **alt_text}
    assert clara.post(f"/cases/{case.id}/edit", data=changed).status_code == 302
    assert submit(clara, house, case.id) == 302
    again = review_of(house, ReviewKind.CASE, case.id)
    assert (again.id, again.status.value) == (review.id, "open")
    assert "Take the street name out." not in clara.get(f"/cases/{case.id}").text

    page = mona.get(f"/moderation/{review.id}").text
    assert "What was said last time" in page
    assert "Take the street name out." in page
    assert "What was wrong last time" in page
    assert "<del>between the fingers</del><ins>at night</ins>" in page
    assert "Picture 1" in page
    assert "other words" in page
    assert "<del>Picture 1</del><ins>Left hand</ins>" in page
    assert "again" in mona.get("/moderation").text
    assert decide(mona, review.id, decision="approve", looked="y") == 302

    final = case_of(house, review)
    assert (final.status, final.title) == (CaseStatus.PUBLISHED, "Itch at night")
    assert "Itch at night" in people.client("sam").get(f"/cases/{case.id}").text


def test_the_message_is_for_the_author_alone(house: House, people: People) -> None:
    clara, max_ = people.client("clara"), people.client("max")
    case = consented_draft(house, people).case
    submit(clara, house, case.id)
    review = review_of(house, ReviewKind.CASE, case.id)
    decide(max_, review.id, decision="approve", looked="y", note="Lovely picture of burrows.")
    assert "Lovely picture of burrows." in clara.get(f"/cases/{case.id}").text
    for name in ("sam", "omar", "max"):
        assert "Lovely picture of burrows." not in people.client(name).get(f"/cases/{case.id}").text
