"""The life-cycle's table and the small rules of cases."""

from __future__ import annotations

import pytest

from app.cases.rules import GONE, MOST_TAGS, SHOWN, STEPS, TAG_LENGTH, CaseStatus, Step, check_step, tidy_tags
from app.kernel.errors import WrongStep


def test_every_step_is_in_the_table_and_no_step_leads_out_of_an_end() -> None:
    assert set(STEPS) == set(Step)
    assert all(not sources & GONE for sources, _targets in STEPS.values())


def test_every_status_that_is_not_an_end_can_be_ended() -> None:
    for status in set(CaseStatus) - GONE:
        for wanted in GONE:
            check_step(Step.END, status, wanted)


def test_the_library_is_entered_from_a_review_or_from_hiding_alone() -> None:
    ways = {step for step, (sources, targets) in STEPS.items() if targets & SHOWN and not sources <= SHOWN}
    assert ways == {Step.PUBLISH, Step.SHOW_AGAIN}


@pytest.mark.parametrize(
    ("step", "present", "wanted"),
    [
        (Step.PUBLISH, CaseStatus.SUBMITTED, CaseStatus.PUBLISHED),
        (Step.PUBLISH, CaseStatus.HIDDEN, CaseStatus.PUBLISHED),
        (Step.RESOLVE, CaseStatus.HIDDEN, CaseStatus.RESOLVED),
        (Step.SUBMIT, CaseStatus.IN_REVIEW, CaseStatus.SUBMITTED),
        (Step.END, CaseStatus.WITHDRAWN, CaseStatus.TAKEN_DOWN),
        (Step.HIDE, CaseStatus.PUBLISHED, CaseStatus.REJECTED),
    ],
)
def test_a_step_from_or_to_elsewhere_is_refused(step: Step, present: CaseStatus, wanted: CaseStatus) -> None:
    with pytest.raises(WrongStep):
        check_step(step, present, wanted)


def test_tags_are_tidied_and_doubles_fall_together() -> None:
    assert tidy_tags([" Itch ", "itch", "", "night  pain", "  "]) == ("itch", "night pain")


def test_tags_stay_within_their_limits() -> None:
    assert len(tidy_tags(str(number) for number in range(40))) == MOST_TAGS
    assert len(tidy_tags(["x" * 200])[0]) == TAG_LENGTH
