"""The end of a case: nothing about it is left to decide, and no words about it stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.moderation import queries
from app.moderation.models import Flag, Review
from app.moderation.rules import ReviewKind, ReviewStatus
from app.moderation.services.entry import note
from app.moderation.services.queueing import unclaim


def forget_case(session: Session, case_id: int, *, at: datetime) -> None:
    """Take the reviews of an ended case and of its comments out of the queue; what people wrote in them goes."""
    reviews = queries.about_case(session, case_id)
    for review in reviews:
        review.note = ""
        if review.status is ReviewStatus.OPEN:
            void(session, review, at=at)
    ids = [review.id for review in reviews]
    session.execute(update(Flag).where(Flag.review_id.in_(ids)).values(note=""))


def drop(session: Session, kind: ReviewKind, subject_id: int, *, at: datetime) -> None:
    """Take what has lost its subject out of the queue; nothing that waits is fine."""
    review = queries.of_subject(session, kind, subject_id)
    if review is not None and review.status is ReviewStatus.OPEN:
        void(session, review, at=at)


def drop_stale_looks(session: Session, case: Case, *, at: datetime) -> None:
    """Take second looks out of the queue whose case says something else by now: there's nothing to compare."""
    for review in queries.stale_looks(session, case):
        void(session, review, at=at)


def void(session: Session, review: Review, *, at: datetime) -> None:
    """Take a review out of the queue: there's nothing left to decide."""
    review.status = ReviewStatus.VOID
    unclaim(review)
    note(session, review, None, "voided", at=at)
