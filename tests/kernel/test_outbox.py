"""The outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.kernel.database import Database
from app.kernel.events import Event
from app.kernel.outbox import Outbox, OutboxEntry, Subscriptions, deliver_due
from tests.clock import HeldClock


@dataclass(frozen=True)
class BellRang(Event):
    """Something to hear about."""

    bell_id: int


def ring(database: Database, clock: HeldClock, bell_id: int) -> None:
    with database.writing() as session:
        Outbox(session, clock.now()).add(BellRang(bell_id))


def test_an_event_reaches_each_subscriber_once(database: Database, clock: HeldClock) -> None:
    heard: list[Event] = []
    ring(database, clock, 7)
    listeners: Subscriptions = {BellRang: (heard.append, heard.append)}
    assert deliver_due(database, clock, listeners) == 1
    assert deliver_due(database, clock, listeners) == 0
    assert heard == [BellRang(7), BellRang(7)]


def test_an_event_of_a_rolled_back_transaction_is_never_heard(database: Database, clock: HeldClock) -> None:
    with database.writer() as session:
        Outbox(session, clock.now()).add(BellRang(7))
        session.flush()
    with database.reading() as session:
        assert session.scalars(select(OutboxEntry)).all() == []


def test_a_failing_subscriber_is_tried_again_later_and_holds_up_nobody_else(
    database: Database, clock: HeldClock
) -> None:
    heard: list[Event] = []

    def breaks_on_seven(event: Event) -> None:
        if event == BellRang(7) and len(heard) < 2:
            heard.append(event)
            raise OSError("the line is down")

    ring(database, clock, 7)
    ring(database, clock, 8)
    listeners: Subscriptions = {BellRang: (breaks_on_seven,)}
    assert deliver_due(database, clock, listeners) == 1
    assert deliver_due(database, clock, listeners) == 0
    clock.move(timedelta(seconds=3))
    assert deliver_due(database, clock, listeners) == 0
    clock.move(timedelta(seconds=10))
    assert deliver_due(database, clock, listeners) == 1


def test_what_nobody_listens_to_any_more_is_done_with_and_holds_up_nobody(database: Database, clock: HeldClock) -> None:
    heard: list[Event] = []
    with database.writing() as session:
        at = clock.now()
        session.add(OutboxEntry(name="NameOfLastYear", payload={"id": 1}, created_at=at, due_at=at))
    ring(database, clock, 8)
    assert deliver_due(database, clock, {BellRang: (heard.append,)}) == 1
    assert heard == [BellRang(8)]
    with database.reading() as session:
        assert None not in session.scalars(select(OutboxEntry.delivered_at)).all()


def test_an_event_that_fails_for_days_is_kept_and_delivered_in_the_end(database: Database, clock: HeldClock) -> None:
    """As while a mail server is down: the pauses grow to five minutes, not beyond what a clock can hold."""
    heard: list[Event] = []
    is_down = [True]

    def deliver(event: Event) -> None:
        if is_down[0]:
            raise OSError("the mail server is down")
        heard.append(event)

    ring(database, clock, 7)
    listeners: Subscriptions = {BellRang: (deliver,)}
    for _ in range(60):
        assert deliver_due(database, clock, listeners) == 0
        clock.move(timedelta(minutes=6))
    is_down[0] = False
    assert deliver_due(database, clock, listeners) == 1
    assert heard == [BellRang(7)]
