"""Changes that come to nothing: given up, overtaken by what has become of the case, or ended with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.cases import queries
from app.cases.events import ChangeTakenBack
from app.cases.models import Case, CaseChange, CasePicture, CaseRevision
from app.cases.rules import OPEN_CHANGES, ChangeStatus
from app.kernel.audit import Subject, record
from app.kernel.outbox import Outbox
from app.media import services as media

NOTHING: dict[str, object] = {
    "content": {},
    "submitted": {},
    "formerly": {},
    "kept": [],
    "note": "",
    "content_hash": "",
    "author_confirmed": "",
    "moderator_confirmed": "",
}
"""What a change says once it must say nothing any more."""


def supersede_change(session: Session, outbox: Outbox, actor_id: int | None, case: Case, *, at: datetime) -> None:
    """The case goes back to its author as a draft: what was planned beside it counts no more.

    Its text stays for its author to read, its new pictures are erased.
    """
    change = queries.open_change(session, case.id)
    if change is None:
        return
    erase_added(session, change, actor_id=actor_id, at=at)
    change.status, change.author_confirmed = ChangeStatus.SUPERSEDED, ""
    note(session, actor_id, change, "superseded", at=at)
    outbox.add(ChangeTakenBack(case.id))


def forget_change(session: Session, outbox: Outbox, actor_id: int | None, change: CaseChange, *, at: datetime) -> None:
    """A change is given up: its text and its new pictures go."""
    erase_added(session, change, actor_id=actor_id, at=at)
    for name, value in NOTHING.items():
        setattr(change, name, value)
    change.status = ChangeStatus.DROPPED
    note(session, actor_id, change, "dropped", at=at)
    outbox.add(ChangeTakenBack(change.case_id))


def empty_changes(session: Session, actor_id: int | None, case: Case, *, comes_back: bool, at: datetime) -> None:
    """The case ends, and all that was ever planned for it with it. New pictures are barred unless they may return."""
    for change in session.scalars(select(CaseChange).where(CaseChange.case_id == case.id)).all():
        erase_added(session, change, actor_id=actor_id, bars=not comes_back, at=at)
    of_case = update(CaseChange).where(CaseChange.case_id == case.id)
    session.execute(of_case.where(CaseChange.status.in_(OPEN_CHANGES)).values(status=ChangeStatus.DROPPED, **NOTHING))
    session.execute(of_case.values(**NOTHING))


def withhold_past(session: Session, case: Case, but: CaseChange, *, at: datetime) -> None:
    """Empty every version that was ever kept of the case: something in it could tell who the patient is.

    What stands in the case itself, and in the change `but` that is about to take its place, is left.
    """
    revisions = update(CaseRevision).where(CaseRevision.case_id == case.id)
    session.execute(revisions.values(content={}, content_hash="", withheld=True))
    others = update(CaseChange).where(CaseChange.case_id == case.id, CaseChange.status.not_in(OPEN_CHANGES))
    session.execute(others.values(**NOTHING))
    but.submitted, but.formerly = {}, {}
    record(session, None, "case.past_withheld", Subject.CASE, case.id, at=at)


def erase_added(
    session: Session, change: CaseChange, *, actor_id: int | None, at: datetime, bars: bool = False
) -> None:
    """Erase the pictures that the change would have added."""
    for picture in session.scalars(select(CasePicture).where(CasePicture.change_id == change.id)).all():
        if bars:
            media.bar(session, picture.image, at=at)
        media.erase(session, picture.image, actor_id=actor_id, at=at)
        session.delete(picture)
    session.flush()
    session.expire(change, ["pictures"])


def note(session: Session, actor_id: int | None, change: CaseChange, action: str, *, at: datetime) -> None:
    """Flush a step of a change, with its one audit row."""
    change.updated_at = at
    session.flush()
    record(session, actor_id, f"change.{action}", Subject.CASE, change.case_id, at=at, change=change.id)
