"""What becomes of the queue when somebody deletes their account."""

from __future__ import annotations

from sqlalchemy import select, update

from app.accounts import queries as accounts
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.moderation import services
from app.moderation.models import Flag, Review
from app.moderation.rules import ReviewKind, ReviewStatus


def forget_person(database: Database, clock: Clock, account_id: int) -> None:
    """There's nothing left to verify, and what they wrote to their flags goes; the flags themselves stay."""
    with database.writing() as session:
        if not accounts.has_left(session, account_id):
            return
        session.execute(update(Flag).where(Flag.account_id == account_id).values(note=""))
        waiting = Review.author_id == account_id, Review.kind == ReviewKind.VERIFICATION
        for review in session.scalars(select(Review).where(*waiting, Review.status == ReviewStatus.OPEN)).unique():
            services.void(session, review, at=clock.now())
