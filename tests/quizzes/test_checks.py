"""Item writing: what is said about an item, and what keeps it from learners."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.quizzes.checks import MESSAGES, Flaw, Surroundings, examine
from app.quizzes.rules import LEAD_IN, ItemText, OptionText

WHY = "It fits, or it doesn't."
GOOD = ItemText(
    stem="A student has an itch at night. Two flatmates itch too.",
    lead_in=LEAD_IN,
    teaching_point="Look between the fingers.",
    options=(
        OptionText("Scabies", is_key=True, rationale=WHY),
        OptionText("Eczema", is_key=False, rationale=WHY),
        OptionText("Psoriasis", is_key=False, rationale=WHY),
        OptionText("Urticaria", is_key=False, rationale=WHY),
        OptionText("Tinea", is_key=False, rationale=WHY, is_offered=False),
    ),
)
PLAIN = Surroundings("Itch at night", ("A hand", "Fine lines between the fingers of a hand"))


def flaws(text: ItemText, around: Surroundings = PLAIN) -> set[Flaw]:
    return {finding.flaw for finding in examine(text, around)}


def with_option(number: int, **changes: object) -> ItemText:
    options = list(GOOD.options)
    options[number] = replace(options[number], **changes)  # type: ignore[arg-type]
    return replace(GOOD, options=tuple(options))


def test_a_good_item_has_no_flaw() -> None:
    assert flaws(GOOD) == set()


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        (replace(GOOD, stem="  "), Flaw.NO_STEM),
        (replace(GOOD, stem="word " * 201), Flaw.LONG_STEM),
        (replace(GOOD, lead_in=""), Flaw.NO_LEAD_IN),
        (replace(GOOD, lead_in="Which of these is NOT likely?"), Flaw.NEGATIVE_LEAD_IN),
        (replace(GOOD, lead_in="All of these fit, except?"), Flaw.NEGATIVE_LEAD_IN),
        (replace(GOOD, lead_in="What is the least likely diagnosis?"), Flaw.NEGATIVE_LEAD_IN),
        (replace(GOOD, lead_in="Which doesn’t fit?"), Flaw.NEGATIVE_LEAD_IN),
        (replace(GOOD, options=GOOD.options[:3]), Flaw.FEW_OPTIONS),
        (with_option(1, is_offered=False), Flaw.FEW_OPTIONS),
        (with_option(0, is_key=False), Flaw.NOT_ONE_KEY),
        (with_option(1, is_key=True), Flaw.NOT_ONE_KEY),
        (with_option(0, is_offered=False), Flaw.NOT_ONE_KEY),
        (replace(GOOD, stem="It was treated as SCABIES before."), Flaw.KEY_IN_STEM),
        (replace(GOOD, lead_in="Is it scabies?"), Flaw.KEY_IN_STEM),
        (with_option(1, text="scabiës "), Flaw.DUPLICATE),
        (with_option(2, text="None of the above"), Flaw.CATCH_ALL),
        (with_option(2, text="All of these"), Flaw.CATCH_ALL),
        (with_option(0, text="Scabies with impetiginised burrows"), Flaw.KEY_STANDS_OUT),
        (with_option(3, rationale=""), Flaw.NO_RATIONALE),
    ],
)
def test_each_flaw_is_found(text: ItemText, flaw: Flaw) -> None:
    assert flaw in flaws(text)


def test_six_offered_options_are_too_many() -> None:
    more = tuple(OptionText(f"Rash {letter}", is_key=False, rationale=WHY) for letter in "abc")
    assert Flaw.MANY_OPTIONS in flaws(replace(GOOD, options=GOOD.options + more))


def test_the_key_is_looked_for_in_title_captions_and_descriptions() -> None:
    assert flaws(GOOD, Surroundings(title="A textbook scabies")) == {Flaw.KEY_IN_TITLE}
    assert flaws(GOOD, Surroundings(picture_texts=("Burrows of scabies",))) == {Flaw.KEY_IN_PICTURES}


def test_a_word_that_only_contains_the_key_gives_nothing_away() -> None:
    assert flaws(replace(GOOD, stem="Scabiesphobia runs in the family.")) == set()


@pytest.mark.parametrize("lead_in", ["What is the most likely diagnosis?", "Which knot would you tie?"])
def test_a_positive_question_passes(lead_in: str) -> None:
    assert flaws(replace(GOOD, lead_in=lead_in)) == set()


def test_length_and_missing_explanations_warn_while_everything_else_blocks() -> None:
    found = examine(replace(with_option(3, rationale=""), stem=""), PLAIN)
    assert [(finding.flaw, finding.blocks) for finding in found] == [
        (Flaw.NO_STEM, True),
        (Flaw.NO_RATIONALE, False),
    ]


def test_each_flaw_has_words_that_its_details_fill() -> None:
    assert set(MESSAGES) == set(Flaw)
    for finding in examine(replace(with_option(3, rationale=""), stem="word " * 300), PLAIN):
        assert "%(" not in finding.message % finding.details
