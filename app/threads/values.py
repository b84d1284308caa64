"""What people hand in, and what a thread looks like to one reader: plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.threads.models import Comment, Opinion, Resolution
from app.threads.rules import Basis, Certainty


@dataclass(frozen=True)
class Guess:
    """One diagnosis of a differential, with the reason for it."""

    diagnosis: str
    reason: str = ""


@dataclass(frozen=True)
class Proposal:
    """What an author proposes as the resolution."""

    diagnosis: str
    basis: Basis
    certainty: Certainty
    explanation: str
    teaching_points: tuple[str, ...] = ()
    kept_reason: str = ""


@dataclass(frozen=True)
class Share:
    """A diagnosis in the collective differential, as most people wrote it.

    `part` is its part of all weight (0 to 1), `people` how many named it, `reason` the first that one of them gave.
    """

    diagnosis: str
    part: float
    people: int
    reason: str = ""


@dataclass(frozen=True)
class Wrong:
    """A diagnosis that was argued for and isn't the key: how many people named it, and one reason given."""

    diagnosis: str
    count: int
    reason: str


@dataclass(frozen=True)
class Agreed:
    """How many agree with a comment, how many of them are clinicians, and whether the reader does."""

    people: int
    clinicians: int
    own: bool


@dataclass(frozen=True)
class Thread:
    """A case's thread as one reader may see it; closed, it says only how many opinions were `given`.

    `comments` is one page, `agreed` what is agreed with on it; `following` is the comment after which the next begins.
    """

    own: Opinion | None
    is_open: bool
    given: int = 0
    opinions: Sequence[Opinion] = ()
    differential: Sequence[Share] = ()
    comments: Sequence[Comment] = ()
    agreed: Mapping[int, Agreed] = field(default_factory=dict)
    resolution: Resolution | None = None
    earlier: Sequence[Resolution] = ()
    is_beginning: bool = True
    following: int | None = None
