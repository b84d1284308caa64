"""What there is once: one claim, one opinion, one flag, one attempt, one live consent, one standing diagnosis (I13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from app.accounts.models import Verification
from app.accounts.rules import VerificationStatus
from app.consent.models import Consent
from app.moderation.models import Flag, Review
from app.ops.invariants.breach import Found, Look
from app.quizzes.models import Attempt, Item
from app.threads.models import Opinion, Resolution
from app.threads.rules import LIVE

ONCE: tuple[tuple[str, Any, tuple[Any, ...], ColumnElement[bool]], ...] = (
    ("review", Review, (Review.kind, Review.subject_id), true()),
    ("flag", Flag, (Flag.review_id, Flag.account_id), true()),
    ("opinion", Opinion, (Opinion.case_id, Opinion.account_id), true()),
    ("attempt", Attempt, (Attempt.account_id, Attempt.item_id, Attempt.sitting), true()),
    ("item", Item, (Item.resolution_id,), true()),
    ("resolution", Resolution, (Resolution.case_id,), Resolution.status.in_(LIVE)),
    ("consent", Consent, (Consent.case_id,), Consent.withdrawn_at.is_(None)),
    ("verification", Verification, (Verification.account_id,), Verification.status == VerificationStatus.PENDING),
)
"""What it's called, its rows, what no two of them share, and of which rows that is said."""


def doubles(look: Look) -> Iterator[Found]:
    """The second row, and each after it, where there may be one."""
    for subject, model, shared, counted in ONCE:
        number = func.row_number().over(partition_by=shared, order_by=model.id).label("number")
        numbered = select(model.id, number).where(counted).subquery()
        second = select(numbered.c.id).where(numbered.c.number > 1).order_by(numbered.c.id)
        yield from look.each(subject, "is there a second time", second)


def half_claims(look: Look) -> Iterator[Found]:
    """A claim without an end, or an end without a claim."""
    half = Review.claimed_by.is_(None) != Review.claimed_until.is_(None)
    return look.each("review", "is claimed without an end, or by nobody", select(Review.id).where(half))
