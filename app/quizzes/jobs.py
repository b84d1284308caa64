"""What items do when something happens to threads, cases and reviews. Each may run twice."""

from __future__ import annotations

from app.cases.models import Case
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.outbox import Outbox
from app.moderation import queries as reviews
from app.moderation.rules import ReviewKind, ReviewStatus
from app.quizzes import alarms, following, services
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


def heed_decision(database: Database, clock: Clock, review_id: int) -> None:
    """Moderators have decided about a flagged item; then it follows its case as any other."""
    with database.writing() as session:
        review = reviews.by_id(session, review_id)
        if review is None or review.kind is not ReviewKind.ITEM_ALARM or review.status is not ReviewStatus.DECIDED:
            return
        at = clock.now()
        alarms.heed(session, review, at=at)
        case = session.get(Case, review.case_id)
        if case is not None:
            following.follow(session, case, at=at)


def watch_items(database: Database, clock: Clock) -> int:
    """Ask moderators about items whose answers speak against their key; return how many those are."""
    with database.reading() as session:
        if not alarms.doubtful(session):
            return 0
    with database.writing() as session:
        asked = [alarms.ask_moderators(session, item, at=clock.now()) for item in alarms.doubtful(session)]
    return len(asked)
