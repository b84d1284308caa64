"""Taking a review up: one moderator at a time, for half an hour, never about one's own work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.cases.rules import CaseStatus
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed, WrongStep
from app.moderation import services
from app.moderation.models import Review, ReviewEntry
from app.moderation.rules import CLAIM_LEASE, Decision, ReviewKind
from app.ops.house import House
from tests.clock import HeldClock
from tests.moderation.making import asked_to_be_verified, case_of, claim, decide, review_of, submitted
from tests.people import People


def release(house: House, people: People, review: Review, name: str = "max") -> None:
    actor = people.actor(name)
    with house.database.writing() as session:
        services.release(session, actor, session.get_one(Review, review.id), at=house.clock.now())


def holder(house: House, review: Review) -> int | None:
    return review_of(house, review.kind, review.subject_id).claimed_by


def test_taking_a_case_up_puts_it_in_review_and_giving_it_back_lets_it_wait(house: House, people: People) -> None:
    review = submitted(house, people)
    max_ = people.client("max")
    assert "Take it up" in max_.get(f"/moderation/{review.id}").text
    page = max_.get(max_.post(f"/moderation/{review.id}/claim").location).text
    assert "Your decision" in page
    assert case_of(house, review).status is CaseStatus.IN_REVIEW
    assert max_.post(f"/moderation/{review.id}/release").status_code == 302
    assert case_of(house, review).status is CaseStatus.SUBMITTED
    assert holder(house, review) is None


def test_i13_a_second_moderator_cannot_take_what_is_held(house: House, people: People) -> None:
    review = submitted(house, people)
    claim(house, people, review, "max")
    with pytest.raises(Conflict):
        claim(house, people, review, "mona")
    mona = people.client("mona")
    page = mona.get(f"/moderation/{review.id}").text
    assert "Max is looking at this at the moment." in page
    assert "Your decision" not in page
    assert mona.post(f"/moderation/{review.id}/claim").status_code == 409
    assert holder(house, review) == people.account("max").id


def test_i13_of_moderators_who_press_at_once_one_holds_it(house: House, people: People) -> None:
    review = submitted(house, people)
    names = ("max", "mona", "opal")
    actors = [people.actor(name) for name in names] * 4

    def press(number: int) -> bool:
        try:
            with house.database.writing() as session:
                services.claim(session, actors[number], session.get_one(Review, review.id), at=house.clock.now())
        except (Conflict, StaleDataError):  # the second, where writers wait for rows and not for the database
            return False
        return True

    with ThreadPoolExecutor(len(actors)) as pool:
        held = [actors[number].id for number, got in enumerate(pool.map(press, range(len(actors)))) if got]
    assert len(set(held)) == 1
    assert holder(house, review) == held[0]


def test_the_holder_may_take_another_half_hour(house: House, people: People, clock: HeldClock) -> None:
    review = submitted(house, people)
    claim(house, people, review)
    clock.move(timedelta(minutes=20))
    assert claim(house, people, review).claimed_until == clock.now() + CLAIM_LEASE


def test_a_lease_that_ran_out_can_be_taken_over_and_its_holder_decides_no_more(
    house: House, people: People, clock: HeldClock
) -> None:
    review = submitted(house, people)
    claim(house, people, review, "max")
    clock.move(CLAIM_LEASE)
    with pytest.raises(Conflict):
        release(house, people, review, "max")
    claim(house, people, review, "mona")
    with pytest.raises(Conflict):
        claim(house, people, review, "max")
    assert holder(house, review) == people.account("mona").id
    assert case_of(house, review).status is CaseStatus.IN_REVIEW


def test_i20_a_lease_does_not_revive_when_the_clock_goes_back(house: House, people: People, clock: HeldClock) -> None:
    review = submitted(house, people)
    claim(house, people, review, "max")
    clock.move(CLAIM_LEASE)
    clock.move(timedelta(minutes=-20))
    assert not review_of(house, ReviewKind.CASE, review.subject_id).is_held_at(clock.now())
    claim(house, people, review, "mona")


def test_i5_nobody_takes_up_their_own_case_or_request(house: House, people: People) -> None:
    own = (submitted(house, people, author="max"), asked_to_be_verified(house, people, "max"))
    max_ = people.client("max")
    for review in own:
        with pytest.raises(NotAllowed):
            claim(house, people, review, "max")
        assert max_.get(f"/moderation/{review.id}").status_code == 404
        assert max_.post(f"/moderation/{review.id}/claim").status_code == 404


@pytest.mark.parametrize("column", ["claimed_by", "decided_by"])
def test_i5_the_database_itself_refuses_authors(house: House, people: People, column: str) -> None:
    review = submitted(house, people, author="max")
    with pytest.raises(IntegrityError), house.database.writing() as session:
        found = session.get_one(Review, review.id)
        found.claimed_until = house.clock.now() if column == "claimed_by" else None
        setattr(found, column, review.author_id)


@pytest.mark.parametrize("name", ["omar", "sam", "faye", "nobody"])
def test_nobody_but_moderators_takes_anything_up(house: House, people: People, name: str) -> None:
    review = submitted(house, people)
    with pytest.raises(NotAllowed):
        claim(house, people, review, name)
    assert holder(house, review) is None


def test_what_is_decided_is_not_taken_up_again(house: House, people: People) -> None:
    review = submitted(house, people)
    decide(house, people, review, Decision.APPROVE)
    with pytest.raises(WrongStep):
        claim(house, people, review, "mona")


def test_i16_each_step_leaves_one_row_of_history_and_one_audit_row(house: House, people: People) -> None:
    review = submitted(house, people)
    claim(house, people, review)
    release(house, people, review)
    decide(house, people, review, Decision.APPROVE)
    with house.database.reading() as session:
        about = (AuditEntry.subject == "review", AuditEntry.subject_id == review.id)
        audited = session.scalars(select(AuditEntry.action).where(*about).order_by(AuditEntry.id)).all()
        entries = session.scalars(
            select(ReviewEntry.action).where(ReviewEntry.review_id == review.id).order_by(ReviewEntry.id)
        ).all()
        decisions = session.scalar(select(func.count()).where(AuditEntry.action == "review.approve"))
    assert entries == ["opened", "claimed", "released", "claimed", "approve"]
    assert audited == [f"review.{action}" for action in entries]
    assert decisions == 1
