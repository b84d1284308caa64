"""What time does to sign-ins."""

from __future__ import annotations

from app.accounts import services
from app.kernel.clock import Clock
from app.kernel.database import Database


def end_overdue(database: Database, clock: Clock) -> int:
    """Revoke sign-ins that have run out, so that none comes to life if the clock goes back; return how many."""
    with database.writing() as session:
        return services.end_overdue(session, at=clock.now())
