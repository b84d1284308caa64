"""One person's objection to one thing: kept once, and not more in a day than moderators can follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Conflict, TooMuch, mark
from app.moderation import queries
from app.moderation.models import Flag, Review
from app.moderation.rules import FLAGS_A_DAY, PERSON_FLAGS_A_DAY, Reason, ReviewKind
from app.moderation.services.queueing import open_review
from app.policy.actor import Actor

DAY = timedelta(days=1)


class TooManyFlags(TooMuch):
    """The person has flagged as much as one may in a day."""

    status = 429


@dataclass(frozen=True)
class Topic:
    """What is objected to: the subject of a review, and whoever may not decide about it."""

    kind: ReviewKind
    subject_id: int
    author_id: int
    case_id: int | None = None
    parties: frozenset[int] = frozenset()


def object_to(session: Session, actor: Actor, topic: Topic, *, reason: Reason, note: str, at: datetime) -> Review:
    """Keep the objection and put its topic into the queue.

    Raises TooManyFlags, or Conflict for a second flag by the same person: moderators have looked at their first.
    """
    _check_rate(session, actor, topic.kind, at)
    review = open_review(
        session,
        topic.kind,
        topic.subject_id,
        topic.author_id,
        at=at,
        by=actor.id,
        case_id=topic.case_id,
        parties=topic.parties,
    )
    objection = Flag(review_id=review.id, account_id=actor.account_id, reason=reason, note=note.strip(), at=at)
    try:
        with session.begin_nested():
            session.add(objection)
    except IntegrityError as error:
        raise Conflict(mark("You have flagged this before. Moderators have decided about it, or will.")) from error
    return review


def _check_rate(session: Session, actor: Actor, kind: ReviewKind, at: datetime) -> None:
    if queries.flags_since(session, actor.account_id, at - DAY) >= FLAGS_A_DAY:
        raise TooManyFlags(
            mark("You have flagged %(most)s things within a day. Write to the moderators if there is more."),
            most=FLAGS_A_DAY,
        )
    about_people = (ReviewKind.FLAGGED_PERSON,)
    is_person = kind is ReviewKind.FLAGGED_PERSON
    if is_person and queries.flags_since(session, actor.account_id, at - DAY, about_people) >= PERSON_FLAGS_A_DAY:
        raise TooManyFlags(
            mark("You have flagged %(most)s people within a day. Flag what they wrote instead: it is hidden at once."),
            most=PERSON_FLAGS_A_DAY,
        )
