"""A clock that tests hold still and move by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.kernel.clock import Clock


class HeldClock(Clock):
    """Stands at one moment until it's moved."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        super().__init__()
        self.moment = start

    def move(self, by: timedelta) -> datetime:
        """Go on (or, to test that nothing revives, back) and return the new reading."""
        self.moment += by
        return self.now()

    def _read(self) -> datetime:
        return self.moment
