"""Ways through the queue: next and previous, what is one's own, and what somebody else holds."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient

from app.moderation import queries
from app.moderation.models import Review
from app.moderation.queries import Chosen
from app.moderation.rules import CLAIM_LEASE, ReviewKind
from app.ops.house import House
from tests.clock import HeldClock
from tests.consent.making import published_case
from tests.counting import statements
from tests.moderation.making import asked_to_be_verified, claim, flagged, submitted
from tests.people import People
from tests.threads.making import comment_of


def ways(client: FlaskClient, review: Review) -> tuple[int | None, int | None]:
    """Where Previous and Next on the review's page lead."""
    page = client.get(f"/moderation/{review.id}").text
    found = dict(re.findall(r'href="/moderation/(\d+)" rel="(prev|next)"', page))
    by_way = {way: int(number) for number, way in found.items()}
    return by_way.get("prev"), by_way.get("next")


def queued(house: House, people: People, clock: HeldClock) -> list[Review]:
    """Four reviews in the order of the queue: a flag that came last, two cases, and a request."""
    reviews = [submitted(house, people), submitted(house, people)]
    clock.move(timedelta(hours=1))
    reviews.append(asked_to_be_verified(house, people, "priya"))
    clock.move(timedelta(hours=1))
    case = published_case(house, people, moderator="mona").case
    return [flagged(house, people, comment_of(house, people, case, "clara", "A thought")), *reviews]


def test_next_and_previous_follow_the_order_of_the_queue(house: House, people: People, clock: HeldClock) -> None:
    first, second, third, fourth = queued(house, people, clock)
    max_ = people.client("max")
    assert ways(max_, first) == (None, second.id)
    assert ways(max_, second) == (first.id, third.id)
    assert ways(max_, third) == (second.id, fourth.id)
    assert ways(max_, fourth) == (third.id, None)


def test_what_somebody_else_holds_or_is_ones_own_is_passed_over(house: House, people: People, clock: HeldClock) -> None:
    first, second, third, fourth = queued(house, people, clock)
    claim(house, people, third, "mona")
    claim(house, people, first, "max")
    max_ = people.client("max")
    assert ways(max_, second) == (first.id, fourth.id)
    own = submitted(house, people, author="max")
    assert ways(people.client("mona"), fourth) == (third.id, own.id)
    assert ways(max_, fourth) == (second.id, None)
    clock.move(CLAIM_LEASE)
    assert ways(max_, second) == (first.id, third.id)


def test_the_button_of_the_queue_leads_to_what_comes_next(house: House, people: People, clock: HeldClock) -> None:
    first, second, _third, fourth = queued(house, people, clock)
    max_ = people.client("max")

    def offered(address: str) -> list[str]:
        return re.findall(r'href="/moderation/(\d+)" data-key="n"', max_.get(address).text)

    assert offered("/moderation") == [str(first.id)]
    claim(house, people, first, "mona")
    assert offered("/moderation") == [str(second.id)]
    assert offered("/moderation?kind=verification") == [str(fourth.id)]
    assert offered("/moderation?kind=flagged_case") == []


def test_one_sees_apart_what_one_has_taken_up(house: House, people: People, clock: HeldClock) -> None:
    first, second, *_others = queued(house, people, clock)
    max_ = people.client("max")
    assert "Taken up by you" not in max_.get("/moderation").text
    claim(house, people, second, "max")
    claim(house, people, first, "mona")
    page = max_.get("/moderation?yours=1").text
    assert re.findall(r'row-title" href="/moderation/(\d+)"', page) == [str(second.id)]
    clock.move(CLAIM_LEASE)
    assert "Nothing waits" in max_.get("/moderation?yours=1").text


def test_ways_cost_the_same_however_long_the_queue_is(house: House, people: People) -> None:
    review = submitted(house, people)
    submitted(house, people)
    max_ = people.client("max")
    with statements(house.database.engine) as few:
        max_.get(f"/moderation/{review.id}")
    for author in ("omar", "priya", "clara"):
        submitted(house, people, author=author)
    with statements(house.database.engine) as many:
        max_.get(f"/moderation/{review.id}")
    assert len(many) == len(few)


def test_a_part_of_the_queue_can_be_both_of_a_kind_and_ones_own(house: House, people: People, clock: HeldClock) -> None:
    first, second, *_others = queued(house, people, clock)
    claim(house, people, first, "max")
    claim(house, people, second, "max")
    with house.database.reading() as session:
        chosen = Chosen(ReviewKind.CASE, is_yours=True)
        assert [entry.review.id for entry in queries.queue(session, people.actor("max"), chosen)] == [second.id]
