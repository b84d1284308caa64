"""What happens to cases."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True)
class CaseSubmitted(Event):
    """An author has sent a case to the moderators, for the first time or again."""

    case_id: int


@dataclass(frozen=True)
class CasePublished(Event):
    """A case can be read in the library (also: again)."""

    case_id: int


@dataclass(frozen=True)
class CaseResolved(Event):
    """A case has a confirmed resolution."""

    case_id: int


@dataclass(frozen=True)
class CaseHidden(Event):
    """A case can't be read for now."""

    case_id: int


@dataclass(frozen=True)
class CaseEnded(Event):
    """A case has been withdrawn or taken down, for good."""

    case_id: int


@dataclass(frozen=True)
class CaseReturned(Event):
    """Moderators have asked for changes or rejected the case."""

    case_id: int


@dataclass(frozen=True)
class CaseChanged(Event):
    """Readers see another version of a published case: a change was approved."""

    case_id: int


@dataclass(frozen=True)
class ChangeSubmitted(Event):
    """An author has sent a change of a published case to the moderators, for the first time or again."""

    case_id: int


@dataclass(frozen=True)
class ChangeTakenBack(Event):
    """A change that waited for moderators doesn't any more."""

    case_id: int
