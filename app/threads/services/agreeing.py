"""Agreeing with a comment: one voice per person and comment, however often it is sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.kernel.errors import NotAllowed, WrongStep, mark
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.threads import queries
from app.threads.models import Agreement, Comment


def agree(session: Session, actor: Actor, posted: Comment, *, at: datetime) -> None:
    """Agree with somebody else's comment; a second time changes nothing.

    Raises NotAllowed for one's own, WrongStep for those who haven't opened the thread.
    """
    if posted.author_id == actor.id or not may(actor, Permission.COMMENT, posted):
        raise NotAllowed(mark("Verified members agree with what others say."))
    if not queries.is_open(session, actor, posted.case):
        raise WrongStep(mark("Give your own opinion first, or choose to read only."))
    voice = Agreement(comment_id=posted.id, account_id=actor.account_id, standing=actor.standing, at=at)
    try:
        with session.begin_nested():
            session.add(voice)
    except IntegrityError:
        return
    record(session, actor.id, "comment.agreed", Subject.COMMENT, posted.id, at=at)


def disagree(session: Session, actor: Actor, posted: Comment, *, at: datetime) -> None:
    """Take one's agreement back; where there is none nothing changes."""
    own = delete(Agreement).where(Agreement.comment_id == posted.id, Agreement.account_id == actor.account_id)
    if session.execute(own.returning(Agreement.comment_id)).all():
        record(session, actor.id, "comment.agreement_taken_back", Subject.COMMENT, posted.id, at=at)
