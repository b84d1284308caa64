"""Figures: how long authors wait, what is open, how often two moderators agree; without names and words."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.moderation import figures
from app.moderation.agreement import Pair, agreement
from app.moderation.figures import ENOUGH, LOOKS_BACK, OpenNow, Pace
from app.moderation.models import Review
from app.moderation.rules import Decision, Reason, ReviewKind
from app.ops.house import House
from app.web.fragments import KEY
from tests.clock import HeldClock
from tests.consent.making import consented_draft, published_case
from tests.counting import statements
from tests.moderation.making import (
    asked_to_be_verified,
    case_of,
    change,
    decide,
    draw,
    flagged,
    look_again,
    submit,
    submitted,
)
from tests.people import People
from tests.threads.making import comment_of

YES, CHANGE, NO, HIDE = Decision.APPROVE, Decision.REQUEST_CHANGES, Decision.REJECT, Decision.HIDE
PAIRS = st.lists(st.tuples(st.sampled_from([YES, CHANGE, NO]), st.sampled_from([YES, CHANGE, NO, HIDE])))


def pairs(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> list[Pair]:
    return [(YES, YES)] * yes_yes + [(YES, NO)] * yes_no + [(NO, YES)] * no_yes + [(NO, NO)] * no_no


@pytest.mark.parametrize(
    ("said", "share", "kappa"),
    [
        (pairs(20, 5, 10, 15), 0.7, 0.4),
        (pairs(45, 15, 25, 15), 0.6, 0.1304),
        (pairs(25, 35, 5, 35), 0.6, 0.2593),
        (pairs(5, 0, 0, 5), 1.0, 1.0),
        (pairs(0, 5, 5, 0), 0.0, -1.0),
        (pairs(3, 3, 3, 3), 0.5, 0.0),
    ],
)
def test_kappa_is_what_the_formula_gives_by_hand(said: list[Pair], share: float, kappa: float) -> None:
    found = agreement(said)
    assert found.n == len(said)
    assert found.share == pytest.approx(share)
    assert found.kappa == pytest.approx(kappa, abs=1e-4)


def test_there_is_no_agreement_of_nothing_and_no_kappa_where_all_say_the_same() -> None:
    assert (agreement([]).share, agreement([]).kappa) == (None, None)
    assert (agreement([(YES, YES)] * 9).share, agreement([(YES, YES)] * 9).kappa) == (1.0, None)


def test_to_hide_is_to_say_no() -> None:
    assert agreement([(NO, HIDE), (YES, YES)]) == agreement([(NO, NO), (YES, YES)])


@given(PAIRS)
def test_kappa_stays_within_its_bounds_and_knows_no_order(said: list[Pair]) -> None:
    found = agreement(said)
    assert found == agreement(said[::-1])
    if found.kappa is not None and found.share is not None:
        assert -1 <= found.kappa <= found.share <= 1
        assert (found.kappa == 1) == (found.share == 1)


def decided_after(house: House, people: People, clock: HeldClock, hours: int, decision: Decision = YES) -> Review:
    review = submitted(house, people)
    clock.move(timedelta(hours=hours))
    decide(house, people, review, decision, reasons=(Reason.OTHER,), note="Sven wrote this")
    return review


def pace(house: House, clock: HeldClock) -> Pace:
    with house.database.reading() as session:
        return figures.pace(session, at=clock.now())


def test_the_median_is_of_cases_of_the_last_ninety_days_and_needs_enough_of_them(
    house: House, people: People, clock: HeldClock
) -> None:
    decided_after(house, people, clock, 500)
    clock.move(LOOKS_BACK)
    person = asked_to_be_verified(house, people)
    clock.move(timedelta(hours=90))
    decide(house, people, person, YES)
    for hours in (1, 30, 2, 4):
        decided_after(house, people, clock, hours, NO)
    assert pace(house, clock) == Pace(ENOUGH - 1, None)
    decided_after(house, people, clock, 3)
    assert pace(house, clock) == Pace(ENOUGH, timedelta(hours=3))


def test_a_case_that_came_back_is_measured_from_when_it_came_back(
    house: House, people: People, clock: HeldClock
) -> None:
    review = decided_after(house, people, clock, 10, CHANGE)
    clock.move(timedelta(days=30))
    submit(house, people, case_of(house, review))
    clock.move(timedelta(hours=2))
    decide(house, people, review, YES)
    with house.database.reading() as session:
        taken = figures.decisions(session, since=clock.now() - LOOKS_BACK)
    assert [(each.decision, each.waited) for each in taken] == [
        (CHANGE, timedelta(hours=10)),
        (YES, timedelta(hours=2)),
    ]


def test_a_case_that_two_approve_has_waited_until_the_second(house: House, people: People, clock: HeldClock) -> None:
    review = submitted(house, people)
    change(house, review, delicate=["face"])
    for name in ("max", "mona"):
        clock.move(timedelta(hours=4))
        decide(house, people, review, YES, name)
    with house.database.reading() as session:
        [only] = figures.decisions(session, since=clock.now() - LOOKS_BACK)
    assert (only.waited, only.moderator_id) == (timedelta(hours=8), people.account("mona").id)


@pytest.fixture
def year(house: House, people: People, clock: HeldClock) -> None:
    """Three cases decided in March and April, second looks at them, and what waits, the oldest for four days."""
    for hours, first, second in ((5, YES, YES), (1, YES, NO), (30, NO, HIDE)):
        review = decided_after(house, people, clock, hours, first)
        look_again(house, people, draw(house, review), second)
        clock.move(timedelta(days=15))
    submitted(house, people)
    clock.move(timedelta(days=2))
    published = published_case(house, people, moderator="mona").case
    flagged(house, people, comment_of(house, people, published, "clara", "A thought"))
    clock.move(timedelta(days=2))
    asked_to_be_verified(house, people, "priya")


def cells(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))


@pytest.mark.usefixtures("year")
def test_the_page_and_the_file_of_months_say_the_same(house: House, people: People, clock: HeldClock) -> None:
    with house.database.reading() as session:
        april, march = figures.months(session, since=clock.now() - timedelta(days=365))
    assert (april.name, april.agreement.n, april.agreement.share) == ("2026-04", 1, 1.0)
    assert (march.name, march.agreement.n, march.agreement.share) == ("2026-03", 2, 0.5)
    assert march.decisions == {ReviewKind.CASE: 2, ReviewKind.SECOND_LOOK: 2}
    max_ = people.client("max")
    rows = cells(max_.get("/moderation/figures.csv"))
    assert [(row["month"], row["cases"], row["second_looks"], row["agreement"]) for row in rows] == [
        ("2026-04", "1", "1", "1.0"),
        ("2026-03", "2", "2", "0.5"),
    ]
    page = max_.get("/moderation/figures").text
    for words in ("2026-04", "2026-03", "not enough yet", "67 %", "0.40"):
        assert words in page


@pytest.mark.usefixtures("year")
def test_what_is_open_is_counted_by_kind_and_age(house: House, clock: HeldClock) -> None:
    with house.database.reading() as session:
        waiting = figures.open_now(session, at=clock.now())
    assert waiting == [
        OpenNow(ReviewKind.CASE, (0, 0, 1, 0)),
        OpenNow(ReviewKind.FLAGGED_COMMENT, (0, 1, 0, 0)),
        OpenNow(ReviewKind.VERIFICATION, (1, 0, 0, 0)),
    ]


@pytest.mark.usefixtures("year")
def test_the_log_holds_codes_and_numbers_and_nobodys_name_or_words(people: People) -> None:
    answer = people.client("max").get("/moderation/decisions.csv")
    rows = cells(answer)
    assert [(row["kind"], row["decision"], row["reasons"]) for row in rows] == [
        ("case", "approve", "other"),
        ("second_look", "approve", "face"),
        ("case", "approve", "other"),
        ("second_look", "reject", "face"),
        ("case", "reject", "other"),
        ("second_look", "hide", "face"),
    ]
    assert [row["hours_waited"] for row in rows][::2] == ["5.0", "1.0", "30.0"]
    for word in ("Sven", "brother", "Clara", "Max", "Mona", "example.org", "Itch", "Finger"):
        assert word not in answer.text


def test_figures_of_nothing_are_no_error(people: People) -> None:
    max_ = people.client("max")
    page = max_.get("/moderation/figures").text
    for words in ("not enough yet", "none yet", "Nothing waits.", "Nothing was decided yet."):
        assert words in page
    assert cells(max_.get("/moderation/figures.csv")) == cells(max_.get("/moderation/decisions.csv")) == []


@pytest.mark.parametrize("name", ["clara", "sam", "faye", "nobody"])
@pytest.mark.parametrize("address", ["figures", "figures.csv", "decisions.csv"])
def test_figures_are_for_moderators(app: Flask, people: People, name: str, address: str) -> None:
    assert people.client(name).get(f"/moderation/{address}").status_code == 403
    assert "/sign-in" in app.test_client().get(f"/moderation/{address}").location


def test_the_figures_cost_the_same_however_much_was_decided(house: House, people: People, clock: HeldClock) -> None:
    decided_after(house, people, clock, 1)
    max_ = people.client("max")
    with statements(house.database.engine) as few:
        max_.get("/moderation/figures")
    for hours in range(4):
        look_again(house, people, draw(house, decided_after(house, people, clock, hours)), NO)
    max_.get("/moderation")  # by now it's time to note that the sign-in is used
    with statements(house.database.engine) as many:
        max_.get("/moderation/figures")
    assert len(many) == len(few)


def test_contributors_are_told_how_long_it_takes(app: Flask, house: House, people: People, clock: HeldClock) -> None:
    draft = consented_draft(house, people).case
    clara = people.client("clara")
    places = ("/my-cases", f"/cases/{draft.id}/submit")
    for place in places:
        assert "not enough yet" in clara.get(place).text
    for hours in (1, 26, 26, 27, 500):
        decided_after(house, people, clock, hours)
    app.extensions[KEY].clear()
    clara, sam = people.client("clara"), people.client("sam")
    for place in places:
        page = clara.get(place).text
        assert "within 26 hours in the median" in page
        assert "5 cases in the last 90 days" in page
    assert "in the median" not in sam.get("/my-cases").text
