"""What becomes of answers when somebody deletes their account."""

from __future__ import annotations

from sqlalchemy import delete

from app.accounts import queries as accounts
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.quizzes.models import Attempt


def forget_answers(database: Database, _clock: Clock, account_id: int) -> None:
    """Erase their answers. The log is append-only for everybody else: the database checks that they've left."""
    with database.writing() as session:
        if accounts.has_left(session, account_id):
            session.execute(delete(Attempt).where(Attempt.account_id == account_id))
