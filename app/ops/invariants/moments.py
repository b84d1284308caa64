"""Times: nothing has happened in the future, and no lease is longer than leases are (I20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.models import SignIn
from app.cases.models import Case, Tombstone
from app.consent.models import Consent
from app.kernel.audit import AuditEntry
from app.kernel.outbox import OutboxEntry
from app.moderation.models import Review
from app.moderation.rules import CLAIM_LEASE
from app.ops.invariants.breach import Found, Look

SLACK = timedelta(minutes=5)
"""Clocks of two machines differ by so much at the most."""
PAST: tuple[tuple[str, Any, Any], ...] = (
    ("audit row", AuditEntry.id, AuditEntry.at),
    ("case", Case.id, Case.updated_at),
    ("case", Tombstone.case_id, Tombstone.at),
    ("consent", Consent.id, Consent.recorded_at),
    ("consent", Consent.id, Consent.withdrawn_at),
    ("sign-in", SignIn.id, SignIn.created_at),
)
"""What has happened: its id, and when."""


def future(look: Look) -> Iterator[Found]:
    """Something that is said to have happened later than now: the clock went back, and a lease could revive."""
    for subject, key, moment in PAST:
        yield from look.each(subject, "is dated later than now", select(key).where(moment > look.at + SLACK))


def long_leases(look: Look) -> Iterator[Found]:
    """A claim that runs for longer than a claim may."""
    longest = look.at + CLAIM_LEASE + SLACK
    return look.each(
        "review", "is held for longer than a claim lasts", select(Review.id).where(Review.claimed_until > longest)
    )


def waiting_events(look: Look) -> Iterator[Found]:
    """I18: news that nobody has taken for more than a day; they are kept, but somebody must look why."""
    old = select(OutboxEntry.id).where(
        OutboxEntry.delivered_at.is_(None), OutboxEntry.created_at <= look.at - timedelta(days=1)
    )
    return look.each("event", "waits for more than a day", old)
