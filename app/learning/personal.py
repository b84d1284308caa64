"""What this room holds about a person: how well they remember what, and what for."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.personal import Chapter, rows
from app.learning.models import Card, CardReview


def export(session: Session, account_id: int) -> Iterator[Chapter]:
    """Cards as the scheduler knows them, and each rating."""
    kept = select(Card.item_id, Card.due_at, Card.reviewed_at, Card.state)
    yield Chapter("cards", "Your cards", rows(session, kept.where(Card.account_id == account_id).order_by(Card.id)))
    rated = select(Card.item_id, CardReview.at, CardReview.rating, CardReview.due_at)
    mine = rated.join(Card, Card.id == CardReview.card_id).where(Card.account_id == account_id)
    yield Chapter("ratings", "Your ratings", rows(session, mine.order_by(CardReview.id)))
