"""How a case was resolved, for what leaves the library; a room above this one knows, and the wiring says which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.cases.models import Case
from app.policy.actor import Actor


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
    """Where answers are found: none for who must say first what they think."""

    find: Callable[[Session, Actor, Case], Answer | None]
