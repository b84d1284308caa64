"""The discussion: posting, and what moderators do to a comment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.kernel.audit import Subject, record
from app.kernel.errors import NotAllowed, Refusal, WrongStep, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.threads import queries
from app.threads.events import CommentPosted
from app.threads.models import Comment


def comment(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    case: Case,
    *,
    body: str,
    reply_to: int | None = None,
    kept_reason: str = "",
    at: datetime,
) -> Comment:
    """Say something in the thread, or answer somebody in it; raises Refusal for nothing said.

    Raises WrongStep for those who haven't opened the thread: whoever talks has committed or skipped.
    `kept_reason` is why words that look like an identifier were kept.
    """
    if not may(actor, Permission.COMMENT, case):
        raise NotAllowed(mark("Verified members comment."))
    if not queries.is_open(session, actor, case):
        raise WrongStep(mark("Give your own opinion first, or choose to read only."))
    if not body.strip():
        raise Refusal(mark("Write something first."))
    _check_answered(session, case, reply_to)
    posted = Comment(
        case_id=case.id,
        author_id=actor.account_id,
        reply_to=reply_to,
        standing=actor.standing,
        body=body.strip(),
        kept_reason=kept_reason,
        posted_at=at,
    )
    session.add(posted)
    session.flush()
    record(session, actor.id, "comment.posted", Subject.COMMENT, posted.id, at=at)
    outbox.add(CommentPosted(posted.id, case.id))
    return posted


def _check_answered(session: Session, case: Case, reply_to: int | None) -> None:
    if reply_to is not None and session.scalar(select(Comment.case_id).where(Comment.id == reply_to)) != case.id:
        raise Refusal(mark("What you answer isn't part of this thread."))


def hide_comment(session: Session, actor: Actor, posted: Comment, *, at: datetime) -> None:
    """Keep a comment from readers until moderators have decided."""
    posted.hidden_at = posted.hidden_at or at
    session.flush()
    record(session, actor.id, "comment.hidden", Subject.COMMENT, posted.id, at=at)


def restore_comment(session: Session, actor: Actor, posted: Comment, *, at: datetime) -> None:
    """Show a hidden comment again; raises WrongStep for one that keeps no text."""
    if posted.removed_at is not None:
        raise WrongStep(mark("This comment was removed for good."))
    posted.hidden_at = None
    session.flush()
    record(session, actor.id, "comment.restored", Subject.COMMENT, posted.id, at=at)


def remove_comment(session: Session, actor: Actor, posted: Comment, *, at: datetime) -> None:
    """Take a comment's text away for good; its place in the thread stays."""
    posted.body = posted.kept_reason = ""
    posted.hidden_at, posted.removed_at = posted.hidden_at or at, at
    session.flush()
    record(session, actor.id, "comment.removed", Subject.COMMENT, posted.id, at=at)
