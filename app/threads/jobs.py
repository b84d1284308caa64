"""What threads do when something has happened to their case. May run twice."""

from __future__ import annotations

from app.cases import queries as cases
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.threads import services


def erase_thread(database: Database, _clock: Clock, case_id: int) -> None:
    """Erase the words of a thread whose case has ended."""
    with database.writing() as session:
        case = cases.by_id(session, case_id)
        if case is not None and case.is_gone:
            services.erase(session, case_id)
