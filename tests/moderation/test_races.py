"""Thirty-two equal presses at once have one effect: taking up, deciding, flagging, through the real application."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from app.cases.rules import CaseStatus
from app.kernel.audit import AuditEntry
from app.kernel.chain import prove, rows_of
from app.moderation import jobs
from app.moderation.models import Flag, Review, ReviewEntry, SecondLook
from app.moderation.rules import Decision, ReviewKind, ReviewStatus
from app.ops.house import House
from tests.consent.making import published_case
from tests.moderation.making import case_of, change, claim, decide, review_of, submitted
from tests.people import People

AT_ONCE = 32


def press(app: Flask, people: People, names: tuple[str, ...], address: str, data: dict[str, object]) -> Counter[int]:
    """Post the same from 32 browsers of these people, all let go at one moment; return how often each status came."""
    cookies = {name: people.client(name).get_cookie("session") for name in names}
    start = Barrier(AT_ONCE)

    def post(number: int) -> int:
        client, cookie = app.test_client(), cookies[names[number % len(names)]]
        assert cookie is not None
        client.set_cookie("session", cookie.value)
        start.wait()
        return client.post(address, data=data).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(post, range(AT_ONCE)))


def actions(house: House, review: Review) -> list[str]:
    with house.database.reading() as session:
        rows = select(ReviewEntry.action).where(ReviewEntry.review_id == review.id).order_by(ReviewEntry.id)
        return list(session.scalars(rows))


def audited(house: House, action: str) -> int:
    with house.database.reading() as session:
        assert prove(rows_of(session)).stands
        return session.scalar(select(func.count()).where(AuditEntry.action == action)) or 0


def test_i13_one_moderator_pressing_at_once_takes_it_up_once(app: Flask, house: House, people: People) -> None:
    submitted(house, people, author="omar")
    review = submitted(house, people)
    answers = press(app, people, ("max",), f"/moderation/{review.id}/claim", {})
    assert answers == {302: AT_ONCE}
    assert actions(house, review) == ["opened", "claimed"]
    assert audited(house, "review.claimed") == audited(house, "case.review_begun") == 1


def test_i13_of_three_moderators_pressing_at_once_one_holds_it(app: Flask, house: House, people: People) -> None:
    review = submitted(house, people)
    answers = press(app, people, ("max", "mona", "opal"), f"/moderation/{review.id}/claim", {})
    assert set(answers) == {302, 409}
    assert answers[302] in (AT_ONCE // 3, AT_ONCE // 3 + 1)
    assert actions(house, review) == ["opened", "claimed"]


def test_a_decision_sent_thirty_two_times_is_taken_once(app: Flask, house: House, people: People) -> None:
    review = claim(house, people, submitted(house, people))
    seen = case_of(house, review).content_hash
    data = {"decision": "approve", "looked": "y", "version": review.version, "content_hash": seen}
    answers = press(app, people, ("max",), f"/moderation/{review.id}", data)
    assert answers == {302: 1, 409: AT_ONCE - 1}
    assert actions(house, review) == ["opened", "claimed", "approve"]
    assert audited(house, "case.published") == 1
    assert case_of(house, review).status is CaseStatus.PUBLISHED


def test_a_first_yes_sent_thirty_two_times_is_one_yes_and_no_second(app: Flask, house: House, people: People) -> None:
    review = submitted(house, people)
    change(house, review, delicate=["child"])
    review = claim(house, people, review)
    seen = case_of(house, review).content_hash
    data = {"decision": "approve", "looked": "y", "version": review.version, "content_hash": seen}
    answers = press(app, people, ("max",), f"/moderation/{review.id}", data)
    assert answers == {302: 1, 409: AT_ONCE - 1}
    assert actions(house, review) == ["opened", "claimed", "first_approved"]
    assert case_of(house, review).status is CaseStatus.SUBMITTED


def test_a_flag_sent_thirty_two_times_is_one_flag(app: Flask, house: House, people: People) -> None:
    published_case(house, people)
    case = published_case(house, people).case
    answers = press(app, people, ("sam",), f"/cases/{case.id}/flag", {"reason": "face"})
    _is_flagged_once(house, case.id, answers)


def test_a_flag_by_several_people_at_once_hides_it_once(app: Flask, house: House, people: People) -> None:
    case = published_case(house, people).case
    answers = press(app, people, ("sam", "omar", "faye", "priya"), f"/cases/{case.id}/flag", {"reason": "face"})
    _is_flagged_once(house, case.id, answers)


def _is_flagged_once(house: House, case_id: int, answers: Counter[int]) -> None:
    """The others find nothing to flag any more, before the gate or, where writers wait for rows, behind it."""
    assert answers[302] == 1
    assert set(answers) <= {302, 403, 404}
    review = review_of(house, ReviewKind.FLAGGED_CASE, case_id)
    assert (review.status, actions(house, review)) == (ReviewStatus.OPEN, ["opened"])
    assert audited(house, "case.hidden") == 1
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Flag)) == 1


def at_once(job: Callable[[], object]) -> None:
    """Run the same job in several workers at once; one that comes too late may fail, and is tried again later."""

    def run(_number: int) -> None:
        try:
            job()
        except Exception:  # noqa: BLE001 -- the outbox tries again, whatever it was
            job()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(8)))


def test_i19_a_decision_that_several_workers_hear_of_is_drawn_once(house: House, people: People) -> None:
    review = submitted(house, people)
    decide(house, people, review, Decision.APPROVE)
    at_once(lambda: jobs.draw_second_look(house.database, house.clock, review.id, percent=100))
    with house.database.reading() as session:
        assert session.query(SecondLook).count() == 1
        assert session.query(Review).filter_by(kind=ReviewKind.SECOND_LOOK).count() == 1
