"""What tells one state of a thread from another, and a reader's own part in it, in two cheap statements."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from sqlalchemy import Integer, bindparam, func, select, true
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.threads.models import Agreement, Comment, Opinion, Resolution

# Built once: putting them together costs as much as asking them.
_CASE, _READER = bindparam("case", type_=Integer), bindparam("reader", type_=Integer)
_OPINIONS = (
    select(
        func.count(Opinion.id).filter(Opinion.skipped.is_(False)),
        func.count(Opinion.id).filter(Opinion.account_id == _READER),
        func.count(Opinion.id).filter(Opinion.account_id == _READER, Opinion.skipped.is_(False)),
    )
    .where(Opinion.case_id == _CASE)
    .subquery()
)
_COMMENTS = (
    select(
        func.count(Comment.id),
        func.coalesce(func.max(Comment.id), 0),
        func.count(Comment.hidden_at),
        func.max(Comment.hidden_at),  # or one hidden and another shown again would look the same
        func.count(Comment.removed_at),
        func.count(Comment.id).filter(Comment.author_id == _READER),
    )
    .where(Comment.case_id == _CASE)
    .subquery()
)
_AGREEMENTS = (
    select(
        func.count(Agreement.comment_id),
        func.max(Agreement.at),  # or one taken back and another given would look the same
        func.count(Agreement.comment_id).filter(Agreement.account_id == _READER),
    )
    .join(Comment, Comment.id == Agreement.comment_id)
    .where(Comment.case_id == _CASE)
    .subquery()
)
_NAMES = select(func.max(Account.name_chosen_at)).scalar_subquery()
"""Whoever hides or shows their name voids what is kept of every thread: it's rare, and the index answers at once."""
_ALL = select(_OPINIONS, _COMMENTS, _AGREEMENTS, _NAMES).select_from(
    _OPINIONS.join(_COMMENTS, true()).join(_AGREEMENTS, true())
)
_RESOLUTIONS = (
    select(Resolution.id, Resolution.status, Resolution.proposed_at)
    .where(Resolution.case_id == _CASE)
    .order_by(Resolution.id)
)


@dataclass(frozen=True)
class Stamp:
    """`state` changes with whatever a reader of the open thread would see changed."""

    state: tuple[Hashable, ...]
    given: int
    has_opened: bool
    takes_part: bool


def stamp_of(session: Session, case_id: int, account_id: int | None) -> Stamp:
    """The thread's stamp for this reader; none for a guest. `takes_part`: some of it is the reader's own."""
    asked = {"case": case_id, "reader": account_id}
    given, opened, argued, *discussion, said, voices, latest, own_voices, named = session.execute(_ALL, asked).one()
    resolutions = tuple(tuple(row) for row in session.execute(_RESOLUTIONS, asked))
    state = (given, *discussion, voices, latest, named, resolutions)
    return Stamp(state, given, has_opened=opened > 0, takes_part=argued + said + own_voices > 0)
