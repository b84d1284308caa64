"""What a handout or an export is told of a thread: the confirmed diagnosis and nothing that others wrote."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cases.models import Case
from app.consent.answers import Answer
from app.policy.actor import Actor
from app.threads import queries
from app.threads.labels import BASES, CERTAINTIES


def answer_of(session: Session, actor: Actor, case: Case) -> Answer | None:
    """The confirmed resolution, in words; None while there is none, and before one's own opinion: blind first."""
    found = queries.confirmed_resolution(session, case.id)
    if found is None or not queries.is_open(session, actor, case):
        return None
    return Answer(
        diagnosis=found.diagnosis,
        basis=str(BASES[found.basis]),
        certainty=str(CERTAINTIES[found.certainty]),
        explanation=found.explanation,
        teaching_points=tuple(found.teaching_points),
    )
