"""The end of a thread."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.threads.models import Agreement, Comment, Hypothesis, Opinion, Resolution


def erase(session: Session, case_id: int) -> None:
    """Take every word of an ended case's thread away; bare rows stay, because others point at them."""
    of_case = select(Opinion.id).where(Opinion.case_id == case_id)
    session.execute(delete(Hypothesis).where(Hypothesis.opinion_id.in_(of_case)))
    said = select(Comment.id).where(Comment.case_id == case_id)
    session.execute(delete(Agreement).where(Agreement.comment_id.in_(said)))
    session.execute(update(Comment).where(Comment.case_id == case_id).values(body="", kept_reason=""))
    session.execute(update(Opinion).where(Opinion.case_id == case_id).values(kept_reason=""))
    words = {"diagnosis": "", "explanation": "", "teaching_points": [], "dissent": "", "kept_reason": ""}
    session.execute(update(Resolution).where(Resolution.case_id == case_id).values(words))
