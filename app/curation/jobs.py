"""What collections do when something happens to cases."""

from __future__ import annotations

from app.cases import queries as cases
from app.curation import services
from app.kernel.clock import Clock
from app.kernel.database import Database


def forget_case(database: Database, clock: Clock, case_id: int) -> None:
    """Take a case that has ended out of every collection; one that hasn't stays."""
    with database.writing() as session:
        case = cases.by_id(session, case_id)
        if case is None or case.is_gone:
            services.forget_case(session, case_id, at=clock.now())
