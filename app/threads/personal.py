"""What this room holds about a person: opinions, comments, resolutions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Executable, or_, select
from sqlalchemy.orm import Session

from app.kernel.personal import Chapter, rows
from app.threads.models import Agreement, Comment, Hypothesis, Opinion, Resolution


def export(session: Session, account_id: int) -> Iterator[Chapter]:
    """What they thought, what they said, what they proposed or judged."""
    given = select(Opinion.case_id, Opinion.given_at, Opinion.skipped, Opinion.certainty)
    ranked = given.add_columns(Hypothesis.rank, Hypothesis.diagnosis, Hypothesis.reason).outerjoin(Hypothesis)
    mine = ranked.where(Opinion.account_id == account_id).order_by(Opinion.id, Hypothesis.rank)
    yield Chapter("opinions", "Your opinions", rows(session, mine))
    said = select(Comment.id, Comment.case_id, Comment.reply_to, Comment.posted_at, Comment.body)
    yield Chapter("comments", "Your comments", rows(session, said.where(Comment.author_id == account_id)))
    agreed = select(Agreement.comment_id, Agreement.at).where(Agreement.account_id == account_id)
    yield Chapter("agreements", "Comments you agree with", rows(session, agreed.order_by(Agreement.comment_id)))
    yield Chapter("resolutions", "Resolutions you proposed or judged", rows(session, _resolutions(account_id)))


def _resolutions(account_id: int) -> Executable:
    people = (Resolution.proposed_by, Resolution.confirmed_by, Resolution.disputed_by)
    words = select(Resolution.case_id, Resolution.status, Resolution.diagnosis, Resolution.explanation)
    dates = words.add_columns(Resolution.proposed_at, Resolution.confirmed_at)
    return dates.where(or_(*(person == account_id for person in people))).order_by(Resolution.id)
