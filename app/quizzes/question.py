"""What a learner sees of an item: a question without its key, and, once answered, the feedback with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import inspect

from app.cases.models import CasePicture
from app.cases.queries import shown_pictures
from app.quizzes.models import Attempt, Item, Option


@dataclass(frozen=True)
class Choice:
    """One option before the answer: its place and its text, nothing else."""

    position: int
    text: str


@dataclass(frozen=True)
class Question:
    """An item before the answer. It has no key, no explanation and no title, so that no page can show them."""

    item_id: int
    stem: str
    lead_in: str
    choices: tuple[Choice, ...]
    pictures: tuple[CasePicture, ...]


def ask(item: Item) -> Question:
    """Leave out of an item what only feedback may tell."""
    return Question(
        item_id=item.id,
        stem=item.stem,
        lead_in=item.lead_in,
        choices=tuple(Choice(option.position, option.text) for option in item.options if option.is_offered),
        pictures=tuple(shown_pictures(item.case)),
    )


@dataclass(frozen=True)
class MarkedOption:
    """One option after the answer."""

    text: str
    is_key: bool
    is_chosen: bool
    rationale: str
    argued_by: int


class Feedback:
    """What may be told after an answer. It takes the stored attempt to make one: the key can't leave earlier (I12)."""

    def __init__(self, item: Item, attempt: Attempt) -> None:
        """Raises ValueError for an attempt that isn't stored or is about another item."""
        if not inspect(attempt).has_identity or attempt.item_id != item.id:
            raise ValueError("feedback is given on a stored attempt at this very item")
        self.attempt = attempt
        self.item_id, self.case_id = item.id, item.case_id
        self.stem, self.lead_in, self.teaching_point = item.stem, item.lead_in, item.teaching_point
        self.pictures = tuple(shown_pictures(item.case))
        self.options = tuple(_mark(option, attempt) for option in item.options if _matters(option, attempt))
        self._case = item.case
        self.edited_since = item.accepted_at is not None and item.accepted_at > attempt.at

    def is_in_library_at(self, at: datetime) -> bool:
        """Whether the case can be read, too: it may be asked about without being in the library."""
        return self._case.is_shown_at(at)

    @property
    def is_correct(self) -> bool:
        """Whether the answer was right when it was given."""
        return self.attempt.is_correct


def _matters(option: Option, attempt: Attempt) -> bool:
    return option.is_offered or option.position == attempt.option_position


def _mark(option: Option, attempt: Attempt) -> MarkedOption:
    return MarkedOption(
        text=option.text,
        is_key=option.is_key,
        is_chosen=option.position == attempt.option_position,
        rationale=option.rationale,
        argued_by=option.argued_by,
    )
