"""Doubt, a reader's or a detector's: what could do harm is hidden at once, and moderators see to it first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import services as accounts
from app.accounts.models import Account
from app.cases import services as cases
from app.cases.models import Case
from app.cases.queries import Placed
from app.cases.rules import SHOWN
from app.kernel.errors import NotAllowed, mark
from app.kernel.outbox import Outbox
from app.moderation import queries
from app.moderation.events import ContentFlagged
from app.moderation.models import Review
from app.moderation.rules import FLAGS_THAT_PAUSE, Reason, ReviewKind
from app.moderation.services.objecting import Topic, object_to
from app.moderation.services.queueing import open_review
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.threads import services as threads
from app.threads.models import Comment

Flaggable = Case | Comment | Placed


def flag(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    subject: Flaggable,
    *,
    reason: Reason,
    note: str = "",
    at: datetime,
) -> Review:
    """Hide a case, for itself or for one of its pictures, or a comment at once, and put it on top of the queue.

    Raises TooManyFlags, or Conflict for a second flag by the same person.
    """
    _lock(session, subject)
    if not may(actor, Permission.FLAG, subject):
        raise NotAllowed(mark("Verified members flag what they can read."))
    review = object_to(session, actor, _topic(subject), reason=reason, note=note, at=at)
    if isinstance(subject, Comment):
        threads.hide_comment(session, actor, subject, at=at)
    else:
        case = subject.case if isinstance(subject, Placed) else subject
        cases.hide(session, outbox, actor, case, at=at)
    outbox.add(ContentFlagged(review.id))
    return review


def _lock(session: Session, subject: Flaggable) -> None:
    """Wait for a flag that is being raised at this moment: it may have hidden the subject already."""
    row = subject.case if isinstance(subject, Placed) else subject
    kind = type(row)
    session.execute(select(kind.id).where(kind.id == row.id).with_for_update())
    session.refresh(row)


def _topic(subject: Flaggable) -> Topic:
    if isinstance(subject, Placed):
        return Topic(ReviewKind.FLAGGED_IMAGE, subject.picture.image_id, subject.author_id, subject.case.id)
    kind = ReviewKind.FLAGGED_CASE if isinstance(subject, Case) else ReviewKind.FLAGGED_COMMENT
    return Topic(kind, subject.id, subject.author_id)


def doubt(session: Session, outbox: Outbox, placed: Placed, *, at: datetime) -> Review:
    """Detectors have found in a picture what nobody has answered: hide its case and ask moderators. Twice is fine."""
    case, about = placed.case, (ReviewKind.DETECTOR_FINDING, placed.picture.image_id, placed.author_id)
    review = open_review(session, *about, at=at, case_id=case.id)
    if case.status in SHOWN:
        cases.hide(session, outbox, None, case, at=at)
        outbox.add(ContentFlagged(review.id))
    return review


def flag_person(
    session: Session, actor: Actor, account: Account, *, reason: Reason, note: str = "", at: datetime
) -> Review:
    """Ask moderators to look at a person. One flag changes nothing; several people's keep the person from writing.

    Raises TooManyFlags, or Conflict for a second flag by the same person. Whoever is trusted with a role is not kept
    from anything by flags alone.
    """
    if not actor.is_verified or actor.id == account.id:
        raise NotAllowed(mark("Verified members flag others, not themselves."))
    session.refresh(account, with_for_update=True)  # flags that come together are counted one after the other
    topic = Topic(ReviewKind.FLAGGED_PERSON, account.id, account.id)
    review = object_to(session, actor, topic, reason=reason, note=note, at=at)
    if len(queries.flaggers(session, review)) >= FLAGS_THAT_PAUSE and not account.roles:
        accounts.pause(session, account, at=at)
    return review
