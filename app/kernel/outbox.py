"""The outbox: an event is stored with the change it reports and delivered after the commit, at least once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import JSON, Index, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.clock import Clock
from app.kernel.database import Base, Database
from app.kernel.events import Event, revive

log = logging.getLogger(__name__)

Handler = Callable[[Event], None]
Subscriptions = Mapping[type[Event], Sequence[Handler]]
LONGEST_PAUSE = timedelta(minutes=5)
MOST_DOUBLINGS = 9
"""More would make no longer pause, and after four hours of failures a number that no timedelta holds."""


class OutboxEntry(Base):
    """One stored event; `delivered_at` is empty until every subscriber has had it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "delivered_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, int | str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class Outbox:
    """Collects the events of one transaction."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at

    def add(self, event: Event) -> None:
        """Store the event in the running transaction."""
        entry = OutboxEntry(name=type(event).__name__, payload=event.payload, created_at=self._at, due_at=self._at)
        self._session.add(entry)


def deliver_due(database: Database, clock: Clock, subscriptions: Subscriptions) -> int:
    """Hand every due event to its subscribers; return how many were delivered.

    Subscribers must bear being called twice. One that fails is tried again later, with growing pauses, and
    holds up only its own event. What nobody listens to is done with at once.
    """
    _pass_over(database, clock, {kind.__name__ for kind in subscriptions})
    with database.reading() as session:
        due = select(OutboxEntry.id).where(OutboxEntry.delivered_at.is_(None), OutboxEntry.due_at <= clock.now())
        ids = session.scalars(due.order_by(OutboxEntry.id)).all()
    return sum(_deliver(database, clock, subscriptions, entry_id) for entry_id in ids)


def _pass_over(database: Database, clock: Clock, heard: set[str]) -> None:
    """Events of kinds without a subscriber, and those of a kind that's no longer defined, go in one statement."""
    unheard = OutboxEntry.delivered_at.is_(None), OutboxEntry.name.not_in(heard)
    with database.reading() as session:
        if session.scalar(select(OutboxEntry.id).where(*unheard).limit(1)) is None:
            return
    with database.writing() as session:
        session.execute(update(OutboxEntry).where(*unheard).values(delivered_at=clock.now()))


def _deliver(database: Database, clock: Clock, subscriptions: Subscriptions, entry_id: int) -> bool:
    with database.reading() as session:
        entry = session.get_one(OutboxEntry, entry_id)
        event = revive(entry.name, entry.payload)
    try:
        for handler in subscriptions.get(type(event), ()):
            handler(event)
    except Exception:  # whatever a subscriber raises, the event stays and the others go on
        log.exception("event %s of kind %s was not delivered", entry_id, type(event).__name__)
        _postpone(database, clock, entry_id)
        return False
    with database.writing() as session:
        session.get_one(OutboxEntry, entry_id).delivered_at = clock.now()
    return True


def _postpone(database: Database, clock: Clock, entry_id: int) -> None:
    with database.writing() as session:
        entry = session.get_one(OutboxEntry, entry_id)
        entry.attempts += 1
        entry.due_at = clock.now() + min(LONGEST_PAUSE, timedelta(seconds=2 ** min(entry.attempts, MOST_DOUBLINGS)))
