"""What tells one state of a thread from another, and a reader's own part in it, in two cheap statements."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from sqlalchemy import and_, func, select, true
from sqlalchemy.orm import Session

from app.threads.models import Comment, Opinion, Resolution


@dataclass(frozen=True)
class Stamp:
    """`state` changes with whatever a reader of the open thread would see changed."""

    state: tuple[Hashable, ...]
    given: int
    has_opened: bool
    takes_part: bool


def stamp_of(session: Session, case_id: int, account_id: int | None) -> Stamp:
    """The thread's stamp for this reader; none for a guest. `takes_part`: some of it is the reader's own."""
    own_opinion = and_(Opinion.account_id == account_id, Opinion.skipped.is_(False))
    opinions = (
        select(
            func.count(Opinion.id).filter(Opinion.skipped.is_(False)),
            func.count(Opinion.id).filter(Opinion.account_id == account_id),
            func.count(Opinion.id).filter(own_opinion),
        )
        .where(Opinion.case_id == case_id)
        .subquery()
    )
    comments = (
        select(
            func.count(Comment.id),
            func.coalesce(func.max(Comment.id), 0),
            func.count(Comment.hidden_at),
            func.max(Comment.hidden_at),  # or one hidden and another shown again would look the same
            func.count(Comment.removed_at),
            func.count(Comment.id).filter(Comment.author_id == account_id),
        )
        .where(Comment.case_id == case_id)
        .subquery()
    )
    both = select(opinions, comments).select_from(opinions.join(comments, true()))
    given, opened, argued, *discussion, said = session.execute(both).one()
    known = select(Resolution.id, Resolution.status, Resolution.proposed_at).where(Resolution.case_id == case_id)
    resolutions = tuple(tuple(row) for row in session.execute(known.order_by(Resolution.id)))
    state = (given, *discussion, resolutions)
    return Stamp(state, given, has_opened=opened > 0, takes_part=argued + said > 0)
