"""What becomes of the queue when somebody deletes their account."""

from __future__ import annotations

from sqlalchemy import select, update

from app.accounts import queries as accounts
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.moderation import services
from app.moderation.models import Flag, Review
from app.moderation.rules import ReviewKind, ReviewStatus

ABOUT_PEOPLE = (ReviewKind.VERIFICATION, ReviewKind.JOINING, ReviewKind.FLAGGED_PERSON)


def forget_person(database: Database, clock: Clock, account_id: int) -> None:
    """There's nothing left to decide about them, and what they wrote to their flags goes; the flags themselves stay."""
    with database.writing() as session:
        if not accounts.has_left(session, account_id):
            return
        session.execute(update(Flag).where(Flag.account_id == account_id).values(note=""))
        about_them = Review.author_id == account_id, Review.kind.in_(ABOUT_PEOPLE)
        for review in session.scalars(select(Review).where(*about_them)).unique():
            review.note = ""
            if review.kind is ReviewKind.VERIFICATION:
                services.erase_document(session, review.subject_id)
            if review.status is ReviewStatus.OPEN:
                services.void(session, review, at=clock.now())
