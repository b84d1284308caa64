"""Item states, the text of an item, and what learners may be told how sure they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from app.kernel.errors import WrongStep, mark


class ItemStatus(StrEnum):
    """A drafted item is edited, accepted, and suspended while its resolution is in doubt or its case hidden."""

    DRAFT = "draft"
    LIVE = "live"
    SUSPENDED = "suspended"
    RETIRED = "retired"


NEXT: dict[ItemStatus, frozenset[ItemStatus]] = {
    ItemStatus.DRAFT: frozenset({ItemStatus.LIVE, ItemStatus.RETIRED}),
    ItemStatus.LIVE: frozenset({ItemStatus.DRAFT, ItemStatus.SUSPENDED, ItemStatus.RETIRED}),
    ItemStatus.SUSPENDED: frozenset({ItemStatus.LIVE, ItemStatus.DRAFT, ItemStatus.RETIRED}),
    ItemStatus.RETIRED: frozenset(),
}


def check_step(present: ItemStatus, wanted: ItemStatus) -> None:
    """Raise WrongStep unless the table allows the step."""
    if wanted not in NEXT[present]:
        raise WrongStep(
            mark("An item that is %(present)s can't become %(wanted)s."), present=present.value, wanted=wanted.value
        )


class OptionSource(StrEnum):
    """Where an option came from."""

    RESOLUTION = "resolution"
    OPINION = "opinion"
    EDITOR = "editor"


class Sureness(IntEnum):
    """How sure a learner is of an answer, where they say so. Kept for calibration; no mark depends on it."""

    GUESSING = 1
    FAIRLY_SURE = 2
    SURE = 3


@dataclass(frozen=True)
class Answers:
    """How many people chose one option the first time they were asked."""

    position: int
    is_key: bool
    count: int


WATCHED_FROM = 30
"""From so many first answers on the share that is right is known to 18 percentage points (95 %)."""
LEAST_FACILITY = 0.2
"""Five options guessed blindly give a fifth; an item that fewer get right misleads, or its key is wrong. It is also
where item analyses of medical examinations draw the line (Mukherjee and Lahiri, IOSR-JDMS 2015; 14 (12): 47-52)."""


def doubts_key(answers: Iterable[Answers]) -> bool:
    """Whether the first answers speak against the key: too few chose it, or more chose one distractor."""
    counts = list(answers)
    total = sum(each.count for each in counts)
    right = sum(each.count for each in counts if each.is_key)
    most_wrong = max((each.count for each in counts if not each.is_key), default=0)
    return total >= WATCHED_FROM and (right < LEAST_FACILITY * total or most_wrong > right)


FEWEST_OPTIONS = 4
MOST_OPTIONS = 5
MOST_DRAFTED_OPTIONS = 7
MOST_STORED_OPTIONS = 10
MOST_STEM_WORDS = 200
LEAD_IN = "What is the most likely diagnosis?"


@dataclass(frozen=True)
class OptionText:
    """One option as an editor writes it; an empty text takes the option out."""

    text: str
    is_key: bool
    rationale: str = ""
    is_offered: bool = True


@dataclass(frozen=True)
class ItemText:
    """An item as an editor writes it: the options stand in the order of the stored ones, new ones after them."""

    stem: str
    lead_in: str
    teaching_point: str
    options: tuple[OptionText, ...]

    @property
    def offered(self) -> tuple[OptionText, ...]:
        """The options that learners would see."""
        return tuple(option for option in self.options if option.text and option.is_offered)

    @property
    def keys(self) -> tuple[OptionText, ...]:
        """The options marked as right; an item that may go live has exactly one."""
        return tuple(option for option in self.options if option.text and option.is_key)
