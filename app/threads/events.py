"""What happens in threads."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True)
class OpinionGiven(Event):
    """Somebody has committed a blind opinion."""

    opinion_id: int
    case_id: int


@dataclass(frozen=True)
class CommentPosted(Event):
    """Somebody has commented."""

    comment_id: int
    case_id: int


@dataclass(frozen=True)
class ResolutionProposed(Event):
    """The author has proposed a diagnosis."""

    resolution_id: int
    case_id: int


@dataclass(frozen=True)
class ResolutionConfirmed(Event):
    """A second verified clinician has confirmed the diagnosis."""

    resolution_id: int
    case_id: int


@dataclass(frozen=True)
class CaseReopened(Event):
    """The confirmed diagnosis is in doubt again."""

    resolution_id: int
    case_id: int
