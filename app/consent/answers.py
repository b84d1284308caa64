"""How a case was resolved, for what leaves the library; a room above this one knows, and the wiring says which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Answer:
    """A confirmed diagnosis; `basis` and `certainty` in words."""

    diagnosis: str
    basis: str
    certainty: str
    explanation: str
    teaching_points: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """Where answers are found."""

    find: Callable[[Session, int], Answer | None]
