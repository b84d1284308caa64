"""Tables of the review schedule: a card per person and item, and its append-only log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base


class Card(Base):
    """One person's memory of one item, as FSRS models it. `state` is the scheduler's own dictionary."""

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("account_id", "item_id"), Index("ix_card_due", "account_id", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    state: Mapped[dict[str, object]] = mapped_column(JSON)
    due_at: Mapped[datetime]
    reviewed_at: Mapped[datetime]


class CardReview(Base):
    """One rating of one card, from one attempt. Append-only (trigger)."""

    __tablename__ = "card_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), unique=True)
    rating: Mapped[int]
    at: Mapped[datetime]
    due_at: Mapped[datetime]
