"""What happens to consent."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True)
class ConsentRecorded(Event):
    """Consent for a case has been recorded."""

    consent_id: int
    case_id: int


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """Consent for a case has been withdrawn; the case ended in the same transaction."""

    consent_id: int
    case_id: int


@dataclass(frozen=True)
class ScopeWithdrawn(Event):
    """Some uses have been taken back; the case goes on for the others."""

    consent_id: int
    case_id: int


@dataclass(frozen=True)
class ConsentExpired(Event):
    """Consent for a case has run out; the case ended in the same transaction."""

    case_id: int


@dataclass(frozen=True)
class ConsentRunsOut(Event):
    """Consent ends by itself before long."""

    consent_id: int


@dataclass(frozen=True)
class ExportRecalled(Event):
    """What somebody took out of the library is no longer covered by consent."""

    export_id: int
