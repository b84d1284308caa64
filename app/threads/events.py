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


@dataclass(frozen=True)
class SpecialtyAsked(Event):
    """The author has asked colleagues of a specialty for their opinion."""

    case_id: int
    specialty: str


@dataclass(frozen=True)
class Mentioned(Event):
    """A comment speaks to somebody by name."""

    comment_id: int
    case_id: int
    account_id: int


@dataclass(frozen=True)
class FollowUpPosted(Event):
    """The author has told how it went on."""

    follow_up_id: int
    case_id: int
