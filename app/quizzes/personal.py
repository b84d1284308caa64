"""What this room holds about a person: their answers."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.personal import Chapter, rows
from app.quizzes.models import Attempt, Item


def export(session: Session, account_id: int) -> Iterator[Chapter]:
    """Each answer they gave, and the case it was about."""
    given = select(Item.case_id, Attempt.at, Attempt.option_position, Attempt.is_correct, Attempt.certainty)
    mine = given.join(Item, Item.id == Attempt.item_id).where(Attempt.account_id == account_id).order_by(Attempt.id)
    yield Chapter("attempts", "Your answers", rows(session, mine))
