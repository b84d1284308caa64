"""When somebody should see an item again: FSRS, the only place that knows it.

A wrong answer comes back after ten minutes, a right one after days, and later the more often it was right. Ratings stay
simple on purpose: wrong is 'again', right is 'good'. How sure somebody was doesn't move the date, since nobody should
gain by saying more than they know. The dates are not blurred by chance either: the same answers give the same dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from fsrs import Card, Rating, Scheduler
from fsrs.card import CardDict

State = dict[str, object]
STEP = timedelta(minutes=10)
SCHEDULER = Scheduler(
    learning_steps=(STEP,),
    relearning_steps=(STEP,),
    maximum_interval=365,
    enable_fuzzing=False,
)


@dataclass(frozen=True)
class Scheduled:
    """A card's state after an answer, and what the answer was rated."""

    state: State
    rating: int
    due_at: datetime


def fresh(item_id: int, at: datetime) -> State:
    """The state of a card that has never been answered."""
    return cast(State, Card(card_id=item_id, due=at).to_dict())


def after(state: State, *, is_correct: bool, at: datetime) -> Scheduled:
    """The state after an answer given at that moment."""
    rating = Rating.Good if is_correct else Rating.Again
    card, _log = SCHEDULER.review_card(Card.from_dict(cast(CardDict, state)), rating, at)
    return Scheduled(state=cast(State, card.to_dict()), rating=int(rating), due_at=card.due)
