"""Items follow their case: they fall silent with it, speak again with it, and keep nothing when it is gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.models import Case
from app.kernel.audit import Subject, record
from app.moderation import services as moderation
from app.moderation.rules import ReviewKind
from app.quizzes import queries
from app.quizzes.drafting import stem_of
from app.quizzes.models import Item
from app.quizzes.rules import ItemStatus, check_step
from app.threads import queries as threads


def stem_from(case: Case, key: str) -> str:
    """The stem that the case's present text gives."""
    return stem_of((case.presentation, case.history, case.examination), key)


def follow(session: Session, case: Case, *, at: datetime) -> None:
    """Bring a case's items in line with what is true of it now; told twice or late, the end is the same.

    Gone: its items keep nothing. Not to be asked about, or its diagnosis in doubt: suspended. Its text changed: drafted
    anew, since the old stem quotes what moderators no longer confirm. All well: what was suspended is live again.
    """
    standing = threads.confirmed_resolution(session, case.id)
    for item in queries.of_case(session, case.id):
        stands = standing is not None and standing.id == item.resolution_id
        if case.is_gone:
            retire(session, item, at)
        elif not (stands and case.is_asked_at(at)):
            suspend(session, item, at)
        elif standing is not None and item.content_hash != case.content_hash:
            renew(session, item, standing.diagnosis, at)
        else:
            resume(session, item, at)


def back_to_draft(item: Item) -> None:
    """Take an item from learners until an editor accepts it again."""
    if item.status is not ItemStatus.DRAFT:
        check_step(item.status, ItemStatus.DRAFT)
        item.status, item.accepted_by, item.accepted_at = ItemStatus.DRAFT, None, None


def retire(session: Session, item: Item, at: datetime) -> None:
    """Erase what the item says, for good; attempts stay as scores."""
    check_step(item.status, ItemStatus.RETIRED)
    item.alarmed_at = None
    moderation.drop(session, ReviewKind.ITEM_ALARM, item.id, at=at)
    item.status, item.stem, item.lead_in, item.teaching_point = ItemStatus.RETIRED, "", "", ""
    item.content_hash = ""
    item.options.clear()
    session.flush()
    record(session, None, "item.retired", Subject.ITEM, item.id, at=at)


def suspend(session: Session, item: Item, at: datetime) -> None:
    """Stop asking a live item for now; others are left as they are."""
    if item.status is ItemStatus.LIVE:
        item.status = ItemStatus.SUSPENDED
        session.flush()
        record(session, None, "item.suspended", Subject.ITEM, item.id, at=at)


def resume(session: Session, item: Item, at: datetime) -> None:
    """Ask a suspended item again; others, and those that a learner has flagged, are left as they are."""
    if item.status is ItemStatus.SUSPENDED and item.alarmed_at is None:
        item.status = ItemStatus.LIVE
        session.flush()
        record(session, None, "item.resumed", Subject.ITEM, item.id, at=at)


def renew(session: Session, item: Item, key: str, at: datetime) -> None:
    """Cut the stem from the case's present text; an editor has to accept it again."""
    back_to_draft(item)
    item.stem, item.content_hash = stem_from(item.case, key), item.case.content_hash
    session.flush()
    record(session, None, "item.drafted_anew", Subject.ITEM, item.id, at=at)
