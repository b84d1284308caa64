"""The one way in which something that happens to a review is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.moderation.models import Review, ReviewEntry
from app.moderation.rules import Reason


def note(
    session: Session,
    review: Review,
    actor_id: int | None,
    action: str,
    *,
    at: datetime,
    reasons: Iterable[Reason] = (),
) -> None:
    """Flush the review's change, with one row of its history and one of the audit log; codes only, no text."""
    codes = [reason.value for reason in reasons]
    session.flush()
    session.add(ReviewEntry(review_id=review.id, at=at, actor_id=actor_id, action=action, reasons=codes))
    record(session, actor_id, f"review.{action}", Subject.REVIEW, review.id, at=at, kind=review.kind.value)
