"""When an item comes back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from app.learning import schedule

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def pauses(answers: str) -> list[timedelta]:
    """The pauses after right (1) and wrong (0) answers, each given when it is due."""
    state, at, found = schedule.fresh(7, START), START, []
    for letter in answers:
        moved = schedule.after(state, is_correct=letter == "1", at=at)
        found.append(moved.due_at - at)
        state, at = json.loads(json.dumps(moved.state)), moved.due_at
    return found


def test_a_right_first_answer_comes_back_in_days_and_a_wrong_one_in_minutes() -> None:
    assert pauses("1")[0] >= timedelta(days=1)
    assert pauses("0")[0] <= timedelta(minutes=15)


def test_pauses_grow_with_each_right_answer_up_to_a_year() -> None:
    grown = pauses("11111111")
    assert grown[:4] == sorted(set(grown[:4]))
    assert grown[-1] == timedelta(days=365)


def test_a_lapse_brings_the_item_back_at_once_and_shortens_what_follows() -> None:
    steady, lapsed = pauses("1111"), pauses("1101")
    assert lapsed[2] <= timedelta(minutes=15)
    assert lapsed[3] < steady[3]


def test_the_same_answers_give_the_same_dates() -> None:
    assert pauses("1101101") == pauses("1101101")
