"""The one way in which a case's standing changes: by the table, with its history row and its audit row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.models import Case, CaseStep
from app.cases.rules import CaseStatus, Step, check_step
from app.kernel.audit import Subject, record


def move(
    session: Session,
    actor_id: int | None,
    case: Case,
    step: Step,
    wanted: CaseStatus,
    *,
    at: datetime,
    **detail: str | int,
) -> None:
    """Take the step; raises WrongStep.

    Whatever else the step sets on the case is set before this call, after a `check_step`: the database judges the
    row as a whole.
    """
    check_step(step, case.status, wanted)
    former = case.status
    case.status, case.updated_at = wanted, at
    note(session, actor_id, case, former, f"case.{step.value}", at=at, **detail)


def note(
    session: Session,
    actor_id: int | None,
    case: Case,
    former: CaseStatus | None,
    action: str,
    *,
    at: datetime,
    **detail: str | int,
) -> None:
    """Write down where the case stands now: one row of its history, one of the audit log."""
    session.add(CaseStep(case_id=case.id, from_status=former, to_status=case.status, actor_id=actor_id, at=at))
    session.flush()
    record(session, actor_id, action, Subject.CASE, case.id, at=at, status=case.status.value, **detail)
