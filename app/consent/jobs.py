"""Jobs of consent. Each may run twice."""

from __future__ import annotations

from app.cases.models import Case
from app.consent import queries, services
from app.consent.rules import WARNED_DAYS
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.outbox import Outbox


def end_expired(database: Database, clock: Clock) -> int:
    """End every case whose consent has run out, each in a transaction of its own; return how many there were.

    Readers stopped seeing them at that very moment: `visible_to` asks for the time.
    """
    with database.reading() as session:
        over = queries.expired_cases(session, clock.now())
    for case_id in over:
        with database.writing() as session:
            at = clock.now()
            services.expire(session, Outbox(session, at), session.get_one(Case, case_id), at=at)
    return len(over)


def warn_of_expiry(database: Database, clock: Clock) -> int:
    """Have authors told of consents that run out before long; return how many there were."""
    with database.reading() as session:
        if not any(queries.running_out(session, clock.now(), days) for days in WARNED_DAYS):
            return 0  # so that a minute in which nothing happens takes no write lock
    with database.writing() as session:
        at = clock.now()
        return services.warn(session, Outbox(session, at), at=at)


def recall_exports(database: Database, clock: Clock, case_id: int) -> None:
    """After consent has ended, or covers less: what was taken out under it is called back."""
    with database.writing() as session:
        at = clock.now()
        services.recall(session, Outbox(session, at), case_id, at=at)


def forget_reference(database: Database, _clock: Clock, case_id: int) -> None:
    """After a case has ended in whichever way: the only words of its consent record go, and who signed."""
    with database.writing() as session:
        services.forget_reference(session, case_id)
        services.forget_identity(session, case_id)
