"""A share of the decisions about cases is looked at again, by somebody who isn't told what was decided."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import queries as cases
from app.kernel.errors import Conflict, mark
from app.moderation import queries
from app.moderation.models import Review, SecondLook
from app.moderation.rules import Decision, ReviewKind, ReviewStatus
from app.moderation.services.queueing import open_review
from app.policy.actor import Actor

PARTS = 10_000


def is_drawn(review_id: int, entry_id: int, *, percent: int) -> bool:
    """Whether this decision is part of the sample. The same decision is drawn, or isn't, whenever one asks."""
    digest = hashlib.sha256(f"second look: {review_id}, {entry_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % PARTS < percent * PARTS // 100


def draw(session: Session, review_id: int, *, percent: int, at: datetime) -> Review | None:
    """Put the decision of this review into the queue once more, if it's drawn; it may be asked about twice.

    What two people have decided has had its second look.
    """
    review, entry = queries.by_id(session, review_id), queries.last_decision(session, review_id)
    if review is None or entry is None or review.kind is not ReviewKind.CASE or review.first_by is not None:
        return None
    case = cases.by_id(session, review.subject_id)
    is_new = review.status is ReviewStatus.DECIDED and queries.second_look_of(session, entry.id) is None
    if case is None or case.is_gone or not is_new or not is_drawn(review.id, entry.id, percent=percent):
        return None
    look = SecondLook(
        entry_id=entry.id,
        case_id=case.id,
        content_hash=case.content_hash,
        decision=Decision(entry.action),
        decided_by=entry.actor_id,
        drawn_at=at,
    )
    session.add(look)
    session.flush()
    return open_review(session, ReviewKind.SECOND_LOOK, look.id, case.author_id, first_by=look.decided_by, at=at)


def give_opinion(actor: Actor, look: SecondLook, opinion: Decision, *, content_hash: str, at: datetime) -> None:
    """Keep what the second moderator says; raises Conflict when the content isn't what was drawn any more."""
    if content_hash != look.content_hash:
        raise Conflict(mark("This case has changed since it was drawn, so there's nothing to compare. Give it back."))
    look.opinion, look.opinion_by, look.opinion_at = opinion, actor.account_id, at
