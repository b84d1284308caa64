"""What becomes of the review schedule when somebody deletes their account."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.accounts import queries as accounts
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.learning.models import Card, CardReview


def forget_cards(database: Database, _clock: Clock, account_id: int) -> None:
    """Erase their cards and ratings; before their answers, at which the ratings point."""
    theirs = Card.account_id == account_id
    with database.writing() as session:
        if accounts.has_left(session, account_id):
            session.execute(delete(CardReview).where(CardReview.card_id.in_(select(Card.id).where(theirs))))
            session.execute(delete(Card).where(theirs))
