"""The use case of learning: answer an item and be told when it comes back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.learning import queries, schedule
from app.learning.models import Card, CardReview
from app.learning.queries import Outcome
from app.policy.actor import Actor
from app.quizzes import services as quizzes
from app.quizzes.models import Attempt, Item
from app.quizzes.question import Feedback
from app.quizzes.rules import Sureness


def answer(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    option_position: int,
    sitting: str,
    certainty: Sureness | None,
    at: datetime,
) -> Outcome:
    """Store the answer and move the card, in one transaction; the same sitting sent again changes nothing.

    Raises what `quizzes.services.answer` raises.
    """
    attempt = quizzes.answer(
        session, actor, item, option_position=option_position, sitting=sitting, certainty=certainty, at=at
    )
    card = _card(session, attempt, at)
    if not queries.was_reviewed(session, attempt.id):
        _move(session, card, attempt)
    return Outcome(attempt, card, Feedback(item, attempt))


def _card(session: Session, attempt: Attempt, at: datetime) -> Card:
    found = queries.card_of(session, attempt.account_id, attempt.item_id)
    return found or _open_card(session, attempt, at)


def _open_card(session: Session, attempt: Attempt, at: datetime) -> Card:
    """Insert a card, or take the one that another sitting was faster to insert."""
    card = Card(
        account_id=attempt.account_id,
        item_id=attempt.item_id,
        state=schedule.fresh(attempt.item_id, at),
        due_at=at,
        reviewed_at=at,
    )
    try:
        with session.begin_nested():
            session.add(card)
    except IntegrityError:
        first = queries.card_of(session, attempt.account_id, attempt.item_id)
        if first is None:
            raise
        return first
    return card


def _move(session: Session, card: Card, attempt: Attempt) -> None:
    moved = schedule.after(card.state, is_correct=attempt.is_correct, at=attempt.at)
    card.state, card.due_at, card.reviewed_at = moved.state, moved.due_at, attempt.at
    session.add(
        CardReview(card_id=card.id, attempt_id=attempt.id, rating=moved.rating, at=attempt.at, due_at=moved.due_at)
    )
    session.flush()
