"""Deciding about people: who they say they are, until when it holds, and what they read when it doesn't."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.queries import actor_of
from app.accounts.rules import VerificationStatus
from app.moderation.models import Review
from app.moderation.rules import VERIFICATION_LASTS, Decision, ReviewStatus
from app.ops.house import House
from tests.clock import HeldClock
from tests.moderation.making import asked_to_be_verified, decide, request_of, review_of
from tests.people import People


def send(client: FlaskClient, review: Review, **said: str) -> int:
    client.post(f"/moderation/{review.id}/claim")
    page = client.get(f"/moderation/{review.id}").text
    [version] = re.findall(r'name="version" type="hidden" value="(\d+)"', page)
    return client.post(f"/moderation/{review.id}", data={"version": version, **said}).status_code


def is_verified(house: House, people: People, name: str) -> bool:
    with house.database.reading() as session:
        return actor_of(people.account_in(session, name), house.clock.now()).is_verified


def test_the_page_shows_what_a_moderator_needs_and_nothing_of_cases(house: House, people: People) -> None:
    review = asked_to_be_verified(house, people)
    page = people.client("max").get(f"/moderation/{review.id}").text
    for words in (
        "Omar",
        "Physician",
        "Dermatology",
        "Sweden",
        "12345",
        "register.example",
        "Entry in a public register",
    ):
        assert words in page
    assert "I have looked at every picture" not in page


def test_an_approved_person_is_verified_until_the_day_given(house: House, people: People, clock: HeldClock) -> None:
    review = asked_to_be_verified(house, people)
    assert not is_verified(house, people, "omar")
    assert send(people.client("max"), review, decision="approve", expires_on="2026-09-01") == 302
    assert is_verified(house, people, "omar")
    request = request_of(house, review)
    assert (request.status, request.expires_at) == (VerificationStatus.APPROVED, datetime(2026, 9, 1, tzinfo=UTC))
    assert request.evidence == ""
    clock.moment = datetime(2026, 9, 1, tzinfo=UTC)
    assert not is_verified(house, people, "omar")


def test_without_a_day_it_holds_for_two_years(house: House, people: People, clock: HeldClock) -> None:
    review = asked_to_be_verified(house, people)
    decide(house, people, review, Decision.APPROVE)
    assert request_of(house, review).expires_at == clock.now() + VERIFICATION_LASTS


def test_a_day_that_has_passed_verifies_nobody(house: House, people: People, clock: HeldClock) -> None:
    review = asked_to_be_verified(house, people)
    yesterday = (clock.now() - timedelta(days=1)).date().isoformat()
    assert send(people.client("max"), review, decision="approve", expires_on=yesterday) == 422
    assert request_of(house, review).status is VerificationStatus.PENDING


def test_a_rejected_person_reads_why_and_may_ask_again(house: House, people: People) -> None:
    review = asked_to_be_verified(house, people)
    assert send(people.client("max"), review, decision="reject") == 422
    assert request_of(house, review).status is VerificationStatus.PENDING
    assert send(people.client("max"), review, decision="reject", note="This number isn't in the register.") == 302
    omar = people.client("omar")
    assert "This number isn&#39;t in the register." in omar.get("/account").text
    again = omar.post("/account/verification/register", data={"other": "The other register", "number": "12346"})
    assert again.status_code == 302
    assert "Omar" in people.client("max").get("/moderation").text


@pytest.mark.parametrize("decision", ["request_changes", "remove", "restore"])
def test_nothing_else_is_decided_about_people(house: House, people: People, decision: str) -> None:
    review = asked_to_be_verified(house, people)
    assert send(people.client("max"), review, decision=decision, note="x") == 422
    assert review_of(house, review.kind, review.subject_id).status is ReviewStatus.OPEN


def test_i5_a_moderator_does_not_see_their_own_request(house: House, people: People) -> None:
    review = asked_to_be_verified(house, people, "max")
    max_ = people.client("max")
    assert max_.get(f"/moderation/{review.id}").status_code == 404
    assert f"/moderation/{review.id}" not in max_.get("/moderation").text
