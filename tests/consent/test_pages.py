"""Recording consent and submitting, through the pages."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.consent import forms_folder, receipts
from app.consent.models import Consent
from app.ops.house import House
from tests.cases.making import draft_case
from tests.consent.making import consented_draft, published_case
from tests.people import People

VERSION = forms_folder.newest(forms_folder.CONTENT, "generic", "en")
TYPED = {
    "form": f"generic/en/{VERSION}",
    "giver": "patient",
    "assent": "not_applicable",
    "scopes": ["library", "quiz"],
    "method": "paper_at_institution",
    "reference": "Binder 7, sheet 12",
    "given_on": "2026-02-28",
    "expires_on": "",
}


def consents(house: House) -> list[Consent]:
    with house.database.reading() as session:
        return list(session.scalars(select(Consent)))


def status_of(house: House, case: Case) -> CaseStatus:
    with house.database.reading() as session:
        return session.get_one(Case, case.id).status


def content_hash_on(page: str) -> str:
    found = re.search(r'name="content_hash" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def test_the_receipt_code_is_shown_once(house: House, people: People) -> None:
    case, client = draft_case(house, people), people.client("clara")
    assert "I am free to say no" in client.get(f"/cases/{case.id}/consent").text
    page = client.post(f"/cases/{case.id}/consent", data=TYPED)
    found = re.search(r'code-large">([0-9A-Z-]{19})<', page.text)
    assert page.status_code == 200
    assert found is not None
    assert page.headers["Cache-Control"] == "no-store"
    [consent] = consents(house)
    assert consent.receipt_hash == receipts.digest(found[1])
    again = client.get(f"/cases/{case.id}/consent")
    assert "Consent is recorded" in again.text
    assert found[1] not in again.text


def test_sending_the_form_twice_records_once(house: House, people: People) -> None:
    case, client = draft_case(house, people), people.client("clara")
    client.post(f"/cases/{case.id}/consent", data=TYPED)
    assert "Consent is recorded" in client.post(f"/cases/{case.id}/consent", data=TYPED).text
    assert len(consents(house)) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"giver": ""}, "Please fill this in."),
        ({"scopes": ["quiz"]}, "Without consent for the library"),
        ({"scopes": []}, "Please fill this in."),
        ({"giver": "parent"}, "Say whether the child agreed"),
        ({"assent": "given"}, "Children are asked where a parent decides"),
        ({"reference": ""}, "Please fill this in."),
        ({"given_on": "2031-01-01"}, "in the future"),
        ({"expires_on": "2026-01-01"}, "has run out already"),
        ({"form": "generic/en/1900"}, "Not a valid choice"),
        ({"method": "synthetic"}, "Not a valid choice"),
        ({"given_on": "soon"}, "Not a valid date"),
        ({"expires_on": "9999-12-31"}, "Compare the year"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(
    house: House, people: People, wrong: dict[str, object], said: str
) -> None:
    case = draft_case(house, people)
    typed = {**TYPED, "reference": "Binder 9", **wrong}
    page = people.client("clara").post(f"/cases/{case.id}/consent", data=typed)
    assert page.status_code == 422
    assert said in page.text
    assert wrong.get("reference", "Binder 9") == "" or "Binder 9" in page.text
    assert consents(house) == []


def test_a_day_of_expiry_counts_to_its_end(house: House, people: People) -> None:
    case = draft_case(house, people)
    people.client("clara").post(f"/cases/{case.id}/consent", data={**TYPED, "expires_on": "2026-03-02"})
    [consent] = consents(house)
    assert consent.expires_at is not None
    assert consent.expires_at.isoformat() == "2026-03-03T00:00:00+00:00"


def test_submitting_shows_what_will_be_sent_and_sends_exactly_that(house: House, people: People) -> None:
    draft, client = consented_draft(house, people).case, people.client("clara")
    page = client.get(f"/cases/{draft.id}/submit").text
    for text in ("Three weeks of itch", "dark point", "Finger web, view 1", "Picture 1"):
        assert text in page
    answer = client.post(f"/cases/{draft.id}/submit", data={"content_hash": content_hash_on(page), "looked": "y"})
    assert answer.location == "/my-cases"
    assert status_of(house, draft) is CaseStatus.SUBMITTED


def test_without_the_tick_nothing_is_sent(house: House, people: People) -> None:
    draft, client = consented_draft(house, people).case, people.client("clara")
    seen = content_hash_on(client.get(f"/cases/{draft.id}/submit").text)
    page = client.post(f"/cases/{draft.id}/submit", data={"content_hash": seen})
    assert page.status_code == 422
    assert "tick this" in page.text
    assert status_of(house, draft) is CaseStatus.DRAFT


def test_a_case_that_changed_in_another_tab_is_not_sent(house: House, people: People) -> None:
    draft, client = consented_draft(house, people).case, people.client("clara")
    seen = content_hash_on(client.get(f"/cases/{draft.id}/submit").text)
    facts = {"specialty": "other", "modality": "other", "age_band": "unknown", "sex": "male"}
    part = f"picture-{draft.pictures[0].id}-alt_text"
    client.post(f"/cases/{draft.id}/edit", data={**facts, "title": "New", "presentation": "New", part: "New"})
    answer = client.post(f"/cases/{draft.id}/submit", data={"content_hash": seen, "looked": "y"})
    assert answer.status_code == 409
    assert status_of(house, draft) is CaseStatus.DRAFT
    assert "have changed since consent" in client.get(f"/cases/{draft.id}/submit").text


def test_what_blocks_is_listed_with_the_way_there(house: House, people: People) -> None:
    case = draft_case(house, people, title="")
    client = people.client("clara")
    page = client.get(f"/cases/{case.id}/submit").text
    assert f'href="/cases/{case.id}/edit">Give the case a title.' in page
    assert f'href="/cases/{case.id}/consent">Record the consent.' in page
    assert "content_hash" not in page
    forced = client.post(f"/cases/{case.id}/submit", data={"content_hash": case.content_hash, "looked": "y"})
    assert forced.status_code == 422
    assert status_of(house, case) is CaseStatus.DRAFT


def test_consent_and_submission_are_the_authors_alone(house: House, people: People) -> None:
    case = draft_case(house, people)
    for name in ("omar", "max", "sam", "nobody"):
        client = people.client(name)
        for page in ("consent", "submit"):
            assert client.get(f"/cases/{case.id}/{page}").status_code == 404, (name, page)
            assert client.post(f"/cases/{case.id}/{page}", data=TYPED).status_code == 404, (name, page)
    assert consents(house) == []


def test_the_way_out_stands_on_the_case_page_for_author_and_moderators(house: House, people: People) -> None:
    case = published_case(house, people).case
    link = f'href="/cases/{case.id}/withdraw"'
    shown = {
        name: link in people.client(name).get(f"/cases/{case.id}").text for name in ("clara", "max", "sam", "omar")
    }
    assert shown == {"clara": True, "max": True, "sam": False, "omar": False}


def test_the_page_for_patients_needs_no_sign_in(people: People) -> None:
    client = people.client("sam").application.test_client()
    assert client.get("/withdraw").status_code == 200
