"""Doubt about an item: a learner's, which silences it at once, or that of the answers, which only asks moderators."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.kernel.errors import NotFound
from app.moderation import queries as reviews
from app.moderation import services as moderation
from app.moderation.models import Review
from app.moderation.rules import Decision, Reason, ReviewKind
from app.policy.actor import Actor
from app.quizzes import queries
from app.quizzes.following import back_to_draft, retire, suspend
from app.quizzes.models import Item
from app.quizzes.rules import ItemStatus, doubts_key


def flag_item(session: Session, actor: Actor, item: Item, *, reason: Reason, note: str = "", at: datetime) -> Review:
    """A learner who has answered it says what is wrong; nobody is asked it until moderators have decided.

    Raises NotFound for whoever hasn't answered it, TooManyFlags, or Conflict for a second flag by the same person.
    """
    if queries.answered_by(session, actor, item.id) is None:
        raise NotFound()
    session.refresh(item, with_for_update=True)  # flags that come together are counted one after the other
    author_id, parties = _involved(session, item)
    topic = moderation.Topic(ReviewKind.ITEM_ALARM, item.id, author_id, item.case_id, parties)
    review = moderation.object_to(session, actor, topic, reason=reason, note=note, at=at)
    item.alarmed_at = at
    suspend(session, item, at)
    return review


def _involved(session: Session, item: Item) -> tuple[int, frozenset[int]]:
    """Who answers for the item as it is, and who else has worked on it: none of them decides."""
    editors = queries.editors_of(session, item.id)
    answers_for_it = item.accepted_by or item.author_id
    return answers_for_it, frozenset(editors | {item.author_id}) - {answers_for_it}


def heed(session: Session, review: Review, *, at: datetime) -> None:
    """Do with the item what moderators have decided; told twice, or after the item has gone, is fine."""
    item = queries.by_id(session, review.subject_id)
    if item is None:
        return
    if review.decision is Decision.RETIRE:
        retire(session, item, at)
    elif review.decision is Decision.REQUEST_CHANGES:
        _send_back(session, item, review, at)
    elif review.decision is Decision.RESTORE:
        _ask_again(session, item, at)


def _send_back(session: Session, item: Item, review: Review, at: datetime) -> None:
    """A draft; one that an editor has accepted since the decision stays as it is."""
    if item.accepted_at is not None and review.decided_at is not None and item.accepted_at > review.decided_at:
        return
    if item.status is ItemStatus.DRAFT and item.alarmed_at is None:
        return
    back_to_draft(item)
    item.alarmed_at = None
    session.flush()
    record(session, review.decided_by, "item.sent_back", Subject.ITEM, item.id, at=at)


def _ask_again(session: Session, item: Item, at: datetime) -> None:
    """Nothing is wrong: it's asked again as soon as all else allows it."""
    if item.alarmed_at is None:
        return
    item.alarmed_at = None
    session.flush()
    record(session, None, "item.alarm_ended", Subject.ITEM, item.id, at=at)


def doubtful(session: Session) -> list[Item]:
    """Live items whose first answers speak against the key, and about which nobody has been asked as they are."""
    found = [item_id for item_id, answers in queries.first_answers(session).items() if doubts_key(answers)]
    return [item for item_id in found if not _was_asked_about(session, item := session.get_one(Item, item_id))]


def _was_asked_about(session: Session, item: Item) -> bool:
    former = reviews.of_subject(session, ReviewKind.ITEM_ALARM, item.id)
    return former is not None and item.accepted_at is not None and former.opened_at >= item.accepted_at


def ask_moderators(session: Session, item: Item, *, at: datetime) -> Review:
    """Put an item into the queue because of its answers.

    Nothing is suspended: a hard item is no wrong one, and learners who think it wrong can flag it themselves.
    """
    author_id, parties = _involved(session, item)
    about = (ReviewKind.ITEM_ALARM, item.id, author_id)
    return moderation.open_review(session, *about, at=at, case_id=item.case_id, parties=parties)
