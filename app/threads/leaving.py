"""What becomes of threads when somebody deletes their account."""

from __future__ import annotations

from sqlalchemy import delete

from app.accounts import queries as accounts
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.threads.models import Opinion


def forget_reading(database: Database, _clock: Clock, account_id: int) -> None:
    """Forget which threads they only read. What they said and thought there stays, under no name."""
    with database.writing() as session:
        if accounts.has_left(session, account_id):
            session.execute(delete(Opinion).where(Opinion.account_id == account_id, Opinion.skipped.is_(True)))
