"""One clock for the whole process; times are aware UTC and never run backwards."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock


class Clock:
    """The system's time, held at its latest reading when the system clock is set back.

    So that no lease, session or consent that has run out comes to life again.
    """

    def __init__(self) -> None:
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._lock = Lock()

    def now(self) -> datetime:
        """Return the present moment as aware UTC, never earlier than any moment returned before."""
        with self._lock:
            self._latest = max(self._latest, self._read())
            return self._latest

    def _read(self) -> datetime:
        return datetime.now(UTC)
