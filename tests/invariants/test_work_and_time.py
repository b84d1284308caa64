"""I19 and I20: work that is done twice, and a clock that goes back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.cases.models import Case
from app.consent import queries as consents
from app.consent.rules import Scope
from app.kernel.outbox import OutboxEntry, deliver_due
from app.models import metadata
from app.moderation.models import Review
from app.ops import invariants
from app.ops.house import House
from app.wiring import subscriptions
from tests.cases.making import published_case
from tests.clock import HeldClock
from tests.consent.making import published_case as under_consent
from tests.journeys.planting import tell
from tests.moderation.making import claim, submitted
from tests.people import People

NOT_STATE = {"outbox", "one_time_token"}
"""What was delivered, and the links of mails that were sent again."""


def state(house: House) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with house.database.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in NOT_STATE
        }


def test_i19_every_event_delivered_again_in_any_order_leaves_the_same_end_state(house: House, people: People) -> None:
    """tests/journeys/test_killed_anywhere.py kills the worker in the middle of them."""
    tell(house, people)
    noise = published_case(house, people)
    submitted(house, people, author="priya")
    house.jobs.enqueue("after_commit")
    before, indexed = state(house), set(house.index.case_ids())
    for order in (OutboxEntry.id.asc(), OutboxEntry.id.desc()):
        with house.database.writing() as session:
            entries = session.scalars(select(OutboxEntry).order_by(order)).all()
            told = [(entry.name, entry.payload, entry.created_at) for entry in entries]
            for entry in entries:
                session.delete(entry)
            session.flush()
            for name, payload, created in told:
                session.add(OutboxEntry(name=name, payload=payload, created_at=created, due_at=created))
        deliver_due(house.database, house.clock, subscriptions(house))
        assert {name: rows for name, rows in state(house).items() if rows != before[name]} == {}
        assert set(house.index.case_ids()) == indexed
    assert noise.id in indexed


def test_i20_no_lease_and_no_consent_revives_when_the_clock_goes_back(
    house: House, people: People, clock: HeldClock
) -> None:
    made = under_consent(house, people, expires_at=clock.now() + timedelta(days=1))
    review = claim(house, people, submitted(house, people, author="priya"))
    clock.move(timedelta(days=1))
    latest = clock.now()
    clock.move(-timedelta(days=1))
    assert clock.now() == latest
    with house.database.reading() as session:
        assert not session.get_one(Review, review.id).is_held_at(clock.now())
        assert not consents.in_force(session, made.case.id, Scope.LIBRARY, clock.now())
        assert not session.get_one(Case, made.case.id).is_shown_at(clock.now())
    assert [breach for breach in invariants.breaches(house) if breach.invariant == 20] == []
