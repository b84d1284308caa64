"""What a handout or an export is told of a thread: the confirmed diagnosis and nothing that others wrote."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.consent.answers import Answer
from app.threads import queries
from app.threads.labels import BASES, CERTAINTIES


def answer_of(session: Session, case_id: int) -> Answer | None:
    """The confirmed resolution, in words; None while there is none."""
    found = queries.confirmed_resolution(session, case_id)
    if found is None:
        return None
    return Answer(
        diagnosis=found.diagnosis,
        basis=str(BASES[found.basis]),
        certainty=str(CERTAINTIES[found.certainty]),
        explanation=found.explanation,
        teaching_points=tuple(found.teaching_points),
    )
