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
