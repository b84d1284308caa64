"""What cases do as time passes. May run twice."""

from __future__ import annotations

from sqlalchemy import select

from app.cases import services
from app.cases.models import Case
from app.cases.rules import SHOWN
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.outbox import Outbox


def begin_showing_due(database: Database, clock: Clock) -> int:
    """Tell the other rooms of cases whose delay is over; return how many there were."""
    due = select(Case.id).where(Case.status.in_(SHOWN), Case.shown_from <= clock.now())
    with database.reading() as session:
        ids = session.scalars(due).all()
    for case_id in ids:
        with database.writing() as session:
            services.begin_showing(
                session, Outbox(session, clock.now()), session.get_one(Case, case_id), at=clock.now()
            )
    return len(ids)
