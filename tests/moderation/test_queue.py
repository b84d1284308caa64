"""The queue: one place for everything, in the right order, without one's own work."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.moderation import jobs, queries
from app.moderation.queries import Chosen
from app.moderation.rules import Decision, ReviewKind, ReviewStatus
from app.ops.house import House
from tests.clock import HeldClock
from tests.consent.making import published_case
from tests.counting import statements
from tests.moderation.making import (
    asked_to_be_verified,
    case_of,
    claim,
    decide,
    flagged,
    review_of,
    submit,
    submitted,
)
from tests.people import People
from tests.threads.making import comment_of


def listed(house: House, people: People, name: str = "max", kind: ReviewKind | None = None) -> list[int]:
    with house.database.reading() as session:
        return [entry.review.id for entry in queries.queue(session, people.actor(name), Chosen(kind))]


def test_flags_come_first_then_what_has_waited_longest(house: House, people: People, clock: HeldClock) -> None:
    old = submitted(house, people)
    clock.move(timedelta(hours=1))
    person = asked_to_be_verified(house, people, "priya")
    clock.move(timedelta(hours=1))
    young = submitted(house, people)
    case = published_case(house, people).case
    clock.move(timedelta(hours=1))
    posted = comment_of(house, people, case, "clara", "A thought")
    comment_flag = flagged(house, people, posted)
    clock.move(timedelta(hours=1))
    case_flag = flagged(house, people, case)
    assert listed(house, people) == [comment_flag.id, case_flag.id, old.id, person.id, young.id]
    assert listed(house, people, kind=ReviewKind.CASE) == [old.id, young.id]


def test_i5_ones_own_work_is_not_in_ones_queue(house: House, people: People) -> None:
    own = submitted(house, people, author="max")
    others = submitted(house, people)
    assert listed(house, people, "max") == [others.id]
    assert listed(house, people, "mona") == [own.id, others.id]
    with house.database.reading() as session:
        assert queries.counts(session, people.actor("max")) == {ReviewKind.CASE: 1}


def test_the_page_names_what_waits_and_who_looks_at_it(house: House, people: People) -> None:
    case = published_case(house, people, moderator="mona").case
    posted = comment_of(house, people, case, "clara", "Her name is on the band")
    review = flagged(house, people, posted)
    asked_to_be_verified(house, people, "priya")
    claim(house, people, review, "mona")
    page = people.client("max").get("/moderation").text
    for words in (case.title, "Flagged comment", "Mona is looking at it", "Priya", "Verification"):
        assert words in page
    assert "Her name is on the band" not in page
    assert "you have taken it up" in people.client("mona").get("/moderation").text


def test_the_page_can_be_narrowed_to_a_kind_and_bears_nonsense(house: House, people: People) -> None:
    review = submitted(house, people)
    asked_to_be_verified(house, people, "priya")
    max_ = people.client("max")
    assert f"/moderation/{review.id}" not in max_.get("/moderation?kind=verification").text
    assert f"/moderation/{review.id}" in max_.get("/moderation?kind=case").text
    for nonsense in ("kind=x", "page=-4", "page=x"):
        assert f"/moderation/{review.id}" in max_.get(f"/moderation?{nonsense}").text
    assert "Nothing waits" in max_.get("/moderation?page=9").text


def test_a_full_queue_has_pages(house: House, people: People) -> None:
    for _ in range(queries.PAGE_SIZE + 1):
        submitted(house, people)
    max_ = people.client("max")
    first = max_.get("/moderation").text
    assert len(re.findall(r'class="row-title"', first)) == queries.PAGE_SIZE
    [address] = re.findall(r'rel="next" href="([^"]+)"', first)
    assert len(re.findall(r'class="row-title"', max_.get(address).text)) == 1


def test_the_queue_costs_the_same_however_long_it_is(house: House, people: People) -> None:
    submitted(house, people)
    claim(house, people, submitted(house, people), "mona")
    max_ = people.client("max")
    with statements(house.database.engine) as few:
        max_.get("/moderation")
    for author in ("omar", "priya", "clara", "faye"):
        claim(house, people, submitted(house, people, author=author), "opal")
    with statements(house.database.engine) as many:
        max_.get("/moderation")
    assert len(many) == len(few)


@pytest.mark.parametrize("name", ["sam", "omar", "faye", "nobody"])
def test_only_moderators_see_queue_and_reviews(house: House, people: People, name: str) -> None:
    review = submitted(house, people)
    client = people.client(name)
    assert client.get("/moderation").status_code == 403
    assert client.get(f"/moderation/{review.id}").status_code == 404
    for step in ("", "/claim", "/release"):
        assert client.post(f"/moderation/{review.id}{step}").status_code == 404
    assert "Waiting for moderators" not in client.get("/").text


def test_a_guest_is_sent_to_sign_in(app: Flask) -> None:
    assert "/sign-in" in app.test_client().get("/moderation").location


def test_the_start_page_of_a_moderator_says_what_waits(house: House, people: People) -> None:
    max_ = people.client("max")
    assert "Nothing waits." in max_.get("/").text
    submitted(house, people)
    assert "Waiting for moderators" in max_.get("/").text
    assert "Nothing waits." not in max_.get("/").text


def test_i19_events_that_come_twice_or_late_open_nothing_twice(house: House, people: People) -> None:
    review = submitted(house, people)
    for _ in range(2):
        jobs.open_case_review(house.database, house.clock, review.subject_id)
    assert listed(house, people) == [review.id]
    decide(house, people, review, Decision.APPROVE)
    jobs.open_case_review(house.database, house.clock, review.subject_id)
    assert listed(house, people) == []
    jobs.open_case_review(house.database, house.clock, 999)
    person = asked_to_be_verified(house, people, "priya")
    decide(house, people, person, Decision.APPROVE)
    jobs.open_verification_review(house.database, house.clock, person.subject_id)
    assert listed(house, people) == []


def test_a_submission_after_changes_opens_the_same_review_again(house: House, people: People, clock: HeldClock) -> None:
    review = submitted(house, people)
    decide(house, people, review, Decision.REQUEST_CHANGES, note="Cover the band.")
    clock.move(timedelta(days=1))
    submit(house, people, case_of(house, review))
    again = review_of(house, ReviewKind.CASE, review.subject_id)
    assert (again.id, again.status, again.opened_at) == (review.id, ReviewStatus.OPEN, clock.now())
    assert listed(house, people) == [review.id]
    with house.database.reading() as session:
        actions = [entry.action for entry in queries.entries(session, review.id)]
    assert actions == ["opened", "claimed", "request_changes", "opened"]
