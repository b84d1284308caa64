"""Index and quiz items: both hold what is in the library and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from app.cases.models import Case
from app.cases.rules import SHOWN
from app.learning.models import Card, CardReview
from app.library.index import IndexUnavailable
from app.ops.invariants.breach import Found, Look, portions
from app.quizzes.models import Attempt, Item, Option
from app.quizzes.rules import ItemStatus
from app.threads.models import Resolution
from app.threads.rules import ResolutionStatus


def stale_entries(look: Look) -> Iterator[Found]:
    """I11: the index holds a case that isn't in the library; a reader is never shown it, but its words lie there.

    An index that can't be read breaks no invariant: the database answers then (I18), and the doctor says so.
    """
    try:
        for ids in portions(look.house.index.case_ids()):
            yield from _not_shown(look, set(ids))
    except IndexUnavailable:
        return


def _not_shown(look: Look, ids: set[int]) -> Iterator[Found]:
    shown = select(Case.id).where(Case.id.in_(ids), or_(Case.status.in_(SHOWN), Case.updated_at > look.settled))
    for case_id in sorted(ids - {row[0] for row in look.rows(shown)}):
        yield Found("case", case_id, "is in the search index, and not in the library")


def unfounded_items(look: Look) -> Iterator[Found]:
    """I12: a live item without a confirmed resolution, of another text than was accepted, or without one key."""
    live = select(Item.id).join(Case, Case.id == Item.case_id).where(Item.status == ItemStatus.LIVE)
    followed = Case.updated_at <= look.settled
    confirmed = Resolution.status == ResolutionStatus.CONFIRMED
    unfounded = live.join(Resolution, Resolution.id == Item.resolution_id).where(followed, ~confirmed)
    yield from look.each("item", "is asked, and its diagnosis is not confirmed", unfounded)
    unread = live.where(followed, Case.status.not_in(SHOWN))
    yield from look.each("item", "is asked, and its case is not in the library", unread)
    other = live.where(followed, Item.content_hash != Case.content_hash)
    yield from look.each("item", "is asked, and quotes another text than its case has", other)
    keys = select(func.count()).where(Option.item_id == Item.id, Option.is_key, Option.is_offered).scalar_subquery()
    yield from look.each("item", "is asked, and has not exactly one key", live.where(keys != 1))


def unearned_reviews(look: Look) -> Iterator[Found]:
    """I12: a rating of a card that no attempt of the same person at the same item stands behind."""
    theirs = (Attempt.account_id == Card.account_id) & (Attempt.item_id == Card.item_id)
    rated = select(CardReview.id).outerjoin(Card, Card.id == CardReview.card_id)
    rated = rated.outerjoin(Attempt, (Attempt.id == CardReview.attempt_id) & theirs)
    return look.each("card review", "has no attempt behind it", rated.where(Attempt.id.is_(None)))
