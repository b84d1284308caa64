"""What becomes of cases when their author deletes their account."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts import queries as accounts
from app.cases import services
from app.cases.models import Case, CaseChange
from app.cases.rules import GONE, OPEN_CHANGES, EndReason
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.outbox import Outbox


def end_unpublished(database: Database, clock: Clock, account_id: int) -> None:
    """End what was never published, with its pictures; what was stays, because others have learned from it."""
    unseen = Case.author_id == account_id, Case.published_at.is_(None), Case.status.not_in(GONE)
    with database.reading() as session:
        if not accounts.has_left(session, account_id):
            return
        ids = session.scalars(select(Case.id).where(*unseen)).all()
    _drop_changes(database, clock, account_id)
    for case_id in ids:
        with database.writing() as session:
            at, case = clock.now(), session.get_one(Case, case_id)
            if not case.is_gone:
                services.end(session, Outbox(session, at), account_id, case, reason=EndReason.AUTHOR, at=at)


def _drop_changes(database: Database, clock: Clock, account_id: int) -> None:
    """Nobody is there to finish what was planned beside published cases; what hides one is left to moderators."""
    with database.writing() as session:
        at = clock.now()
        theirs = CaseChange.author_id == account_id, CaseChange.status.in_(OPEN_CHANGES), ~CaseChange.hid_case
        for change in session.scalars(select(CaseChange).where(*theirs)).all():
            services.forget_change(session, Outbox(session, at), account_id, change, at=at)
