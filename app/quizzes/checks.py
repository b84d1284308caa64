"""Item writing: what an editor should hear before an item goes live, and what keeps it from going live."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from app.kernel.errors import mark
from app.kernel.folding import fold
from app.quizzes.prose import names, words
from app.quizzes.rules import FEWEST_OPTIONS, MOST_OPTIONS, MOST_STEM_WORDS, ItemText

NEGATIVE = re.compile(r"\b(not|except|least|cannot|never)\b|n't\b")
CATCH_ALL = re.compile(r"\b(all|any|both|none|neither) of (the above|these|them)\b")
LONGEST_BY = 1.5


class Flaw(StrEnum):
    """What can be wrong with an item."""

    NO_STEM = "no_stem"
    LONG_STEM = "long_stem"
    NO_LEAD_IN = "no_lead_in"
    NEGATIVE_LEAD_IN = "negative_lead_in"
    FEW_OPTIONS = "few_options"
    MANY_OPTIONS = "many_options"
    NOT_ONE_KEY = "not_one_key"
    KEY_IN_STEM = "key_in_stem"
    KEY_IN_TITLE = "key_in_title"
    KEY_IN_PICTURES = "key_in_pictures"
    DUPLICATE = "duplicate"
    CATCH_ALL = "catch_all"
    KEY_STANDS_OUT = "key_stands_out"
    NO_RATIONALE = "no_rationale"


MESSAGES: dict[Flaw, str] = {
    Flaw.NO_STEM: mark("Write the patient's story."),
    Flaw.LONG_STEM: mark("The story has %(words)s words; keep it to %(most)s."),
    Flaw.NO_LEAD_IN: mark("Write one question that can be answered with the options covered."),
    Flaw.NEGATIVE_LEAD_IN: mark("Ask for what is true: questions with 'not', 'except' or 'least' test reading."),
    Flaw.FEW_OPTIONS: mark("Offer four or five options; there are %(count)s."),
    Flaw.MANY_OPTIONS: mark("Offer four or five options; there are %(count)s."),
    Flaw.NOT_ONE_KEY: mark("Mark exactly one of the offered options as right."),
    Flaw.KEY_IN_STEM: mark("The story or the question names the right answer."),
    Flaw.KEY_IN_TITLE: mark("The case's title names the right answer."),
    Flaw.KEY_IN_PICTURES: mark("A caption or a picture's description names the right answer."),
    Flaw.DUPLICATE: mark("Two options are the same: %(option)s."),
    Flaw.CATCH_ALL: mark("'All' or 'none of the above' is no diagnosis: %(option)s."),
    Flaw.KEY_STANDS_OUT: mark("The right answer is much longer than the others, which gives it away."),
    Flaw.NO_RATIONALE: mark("Say why, for learners: %(option)s has no explanation."),
}
WARNINGS = frozenset({Flaw.KEY_STANDS_OUT, Flaw.NO_RATIONALE})
"""Flaws an editor may decide to live with; every other one blocks."""


@dataclass(frozen=True)
class Finding:
    """One flaw of one item."""

    flaw: Flaw
    details: dict[str, str | int] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Whether the item can't go live like this."""
        return self.flaw not in WARNINGS

    @property
    def message(self) -> str:
        """A translatable sentence with places for `details`."""
        return MESSAGES[self.flaw]


@dataclass(frozen=True)
class Surroundings:
    """What learners can see of the case besides the item."""

    title: str = ""
    picture_texts: tuple[str, ...] = ()


def examine(text: ItemText, around: Surroundings) -> list[Finding]:
    """Every flaw of the item, those that block first."""
    found = [finding for check in CHECKS for finding in check(text, around)]
    return sorted(found, key=lambda finding: not finding.blocks)


def _stem(text: ItemText, _around: Surroundings) -> Iterator[Finding]:
    count = words(text.stem)
    if not count:
        yield Finding(Flaw.NO_STEM)
    if count > MOST_STEM_WORDS:
        yield Finding(Flaw.LONG_STEM, {"words": count, "most": MOST_STEM_WORDS})


def _lead_in(text: ItemText, _around: Surroundings) -> Iterator[Finding]:
    if not text.lead_in.strip():
        yield Finding(Flaw.NO_LEAD_IN)
    if NEGATIVE.search(text.lead_in.casefold().replace("’", "'")):
        yield Finding(Flaw.NEGATIVE_LEAD_IN)


def _number(text: ItemText, _around: Surroundings) -> Iterator[Finding]:
    count = len(text.offered)
    if count < FEWEST_OPTIONS:
        yield Finding(Flaw.FEW_OPTIONS, {"count": count})
    if count > MOST_OPTIONS:
        yield Finding(Flaw.MANY_OPTIONS, {"count": count})
    if len(text.keys) != 1 or not text.keys[0].is_offered:
        yield Finding(Flaw.NOT_ONE_KEY)


def _giveaways(text: ItemText, around: Surroundings) -> Iterator[Finding]:
    places: tuple[tuple[Flaw, Iterable[str]], ...] = (
        (Flaw.KEY_IN_STEM, (text.stem, text.lead_in)),
        (Flaw.KEY_IN_TITLE, (around.title,)),
        (Flaw.KEY_IN_PICTURES, around.picture_texts),
    )
    for flaw, texts in places:
        if any(names(place, key.text) for place in texts for key in text.keys):
            yield Finding(flaw)


def _doubles(text: ItemText, _around: Surroundings) -> Iterator[Finding]:
    seen: set[str] = set()
    for option in text.offered:
        folded = fold(option.text)
        if folded in seen:
            yield Finding(Flaw.DUPLICATE, {"option": option.text})
        seen.add(folded)


def _catch_alls(text: ItemText, _around: Surroundings) -> Iterator[Finding]:
    for option in text.offered:
        if CATCH_ALL.search(fold(option.text)):
            yield Finding(Flaw.CATCH_ALL, {"option": option.text})


def _lengths(text: ItemText, _around: Surroundings) -> Iterator[Finding]:
    others = [len(option.text) for option in text.offered if not option.is_key]
    if others and any(len(key.text) > LONGEST_BY * max(others) for key in text.keys):
        yield Finding(Flaw.KEY_STANDS_OUT)


def _rationales(text: ItemText, _around: Surroundings) -> Iterator[Finding]:
    for option in text.offered:
        if not option.rationale.strip():
            yield Finding(Flaw.NO_RATIONALE, {"option": option.text})


CHECKS: tuple[Callable[[ItemText, Surroundings], Iterator[Finding]], ...] = (
    _stem,
    _lead_in,
    _number,
    _giveaways,
    _doubles,
    _catch_alls,
    _lengths,
    _rationales,
)
