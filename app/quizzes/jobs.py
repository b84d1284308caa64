"""What items do when something happens to threads and cases. Each may run twice."""

from __future__ import annotations

from app.cases.models import Case
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.outbox import Outbox
from app.quizzes import following, services
from app.threads.models import Resolution


def draft_item(database: Database, clock: Clock, resolution_id: int) -> None:
    """Draft an item for a resolution that was just confirmed."""
    with database.writing() as session:
        resolution = session.get(Resolution, resolution_id)
        if resolution is not None:
            at = clock.now()
            services.draft(session, Outbox(session, at), resolution, at=at)


def follow_case(database: Database, clock: Clock, case_id: int) -> None:
    """Suspend, resume or retire the items of a case that was hidden, shown, reopened or ended."""
    with database.writing() as session:
        case = session.get(Case, case_id)
        if case is not None:
            following.follow(session, case, at=clock.now())
