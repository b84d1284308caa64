"""What this room holds about a person: flags they raised, and what was decided about what is theirs."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.personal import Chapter, rows
from app.moderation.models import Flag, Review


def export(session: Session, account_id: int) -> Iterator[Chapter]:
    """Flags, and reviews of their cases, comments and verifications with the reasons; not who decided."""
    raised = select(Flag.at, Flag.reason, Flag.note).where(Flag.account_id == account_id).order_by(Flag.id)
    yield Chapter("flags", "Flags you raised", rows(session, raised))
    decided = select(Review.kind, Review.subject_id, Review.opened_at, Review.decision, Review.decided_at)
    mine = decided.add_columns(Review.reasons, Review.note).where(Review.author_id == account_id).order_by(Review.id)
    yield Chapter("reviews", "Reviews of what is yours", rows(session, mine))
