"""A reader's objection: it hides at once, and moderators see to it first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.models import Case
from app.kernel.errors import Conflict, NotAllowed, mark
from app.kernel.outbox import Outbox
from app.moderation.events import ContentFlagged
from app.moderation.models import Flag, Review
from app.moderation.rules import Reason, ReviewKind
from app.moderation.services.queueing import open_review
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.threads import services as threads
from app.threads.models import Comment


def flag(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    subject: Case | Comment,
    *,
    reason: Reason,
    note: str = "",
    at: datetime,
) -> Review:
    """Hide a case or a comment at once and put it on top of the queue.

    Raises Conflict for a second flag by the same person: moderators have looked at their first.
    """
    _lock(session, subject)
    if not may(actor, Permission.FLAG, subject):
        raise NotAllowed(mark("Verified members flag what they can read."))
    kind = ReviewKind.FLAGGED_CASE if isinstance(subject, Case) else ReviewKind.FLAGGED_COMMENT
    review = open_review(session, kind, subject.id, subject.author_id, at=at, by=actor.id)
    objection = Flag(review_id=review.id, account_id=actor.account_id, reason=reason, note=note.strip(), at=at)
    try:
        with session.begin_nested():
            session.add(objection)
    except IntegrityError as error:
        raise Conflict(mark("You have flagged this before, and moderators have decided about it.")) from error
    if isinstance(subject, Case):
        cases.hide(session, outbox, actor, subject, at=at)
    else:
        threads.hide_comment(session, actor, subject, at=at)
    outbox.add(ContentFlagged(review.id))
    return review


def _lock(session: Session, subject: Case | Comment) -> None:
    """Wait for a flag that is being raised at this moment: it may have hidden the subject already."""
    kind = type(subject)
    session.execute(select(kind.id).where(kind.id == subject.id).with_for_update())
    session.refresh(subject)
