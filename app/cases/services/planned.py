"""Who may write in a change, and how whatever it says is kept: what its text and its pictures have in common."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cases import queries
from app.cases.changes import as_if, begin_from, kept_as_json, written_like
from app.cases.content import fingerprint
from app.cases.identifiers import recount
from app.cases.models import Case, CaseChange, CasePicture
from app.cases.rules import SHOWN, CaseStatus
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, NotFound, WrongStep, mark
from app.media import services as media
from app.media.rules import ImageState
from app.policy.actor import Actor

CHANGED_MEANWHILE = mark("This change has been changed meanwhile, in another window perhaps. Compare, then save again.")


def check_changeable(actor: Actor, case: Case, change: CaseChange | None) -> None:
    """Raise NotAllowed for anybody but the author, WrongStep unless readers see the case.

    A case that its author's own change has hidden can be changed, too: that is how it comes back.
    """
    if actor.id != case.author_id:
        raise NotAllowed(mark("Only its author changes a case."))
    if not is_changeable(case, change):
        raise WrongStep(mark("This case isn't in the library now, so there is nothing to change beside it."))


def is_changeable(case: Case, change: CaseChange | None) -> bool:
    """In the library, or out of it only for this change's sake."""
    hidden_for_it = case.status is CaseStatus.HIDDEN and change is not None and change.is_open and change.hid_case
    return case.status in SHOWN or hidden_for_it


def to_write(session: Session, actor: Actor, case: Case, *, version: int, at: datetime) -> CaseChange:
    """The open change that the author may write in, begun where there is none."""
    change = queries.open_change(session, case.id)
    check_changeable(actor, case, change)
    if version != (change.version if change else 0):
        raise Conflict(CHANGED_MEANWHILE)
    if change is None:
        return _begin(session, case, at)
    if not change.is_writable:
        raise WrongStep(mark("This change is with the moderators. Take it back to go on writing."))
    return change


def _begin(session: Session, case: Case, at: datetime) -> CaseChange:
    change = begin_from(case, at=at)
    try:
        with session.begin_nested():
            session.add(change)
    except IntegrityError as error:
        raise Conflict(CHANGED_MEANWHILE) from error
    return change


def own_change(session: Session, actor: Actor, case: Case, *, at: datetime) -> CaseChange:
    """The same whatever its version is: who works on pictures hasn't got the change's text before them."""
    change = queries.open_change(session, case.id)
    return to_write(session, actor, case, version=change.version if change else 0, at=at)


def check_planned(session: Session, actor: Actor, case: Case, picture: CasePicture, *, at: datetime) -> CaseChange:
    """The change that would add the picture; raises unless the actor may write in it now."""
    change = queries.open_change(session, case.id)
    if change is None or picture.change_id != change.id:
        raise NotFound()
    return own_change(session, actor, case, at=at)


def note_redrawn(session: Session, case: Case, picture: CasePicture, *, at: datetime) -> None:
    """A picture of the change was drawn anew: what the author had confirmed was another one."""
    change = session.get_one(CaseChange, picture.change_id)
    _say(change, as_if(case, change), at)
    session.flush()


def keep_written(session: Session, actor: Actor, change: CaseChange, made: Case, *, action: str, at: datetime) -> None:
    """Keep what this imagined case says as what the change says; whatever the author had confirmed is void."""
    recount(made)
    _say(change, made, at)
    session.flush()
    for picture in change.pictures:
        if picture.image.state is ImageState.RECEIVED:
            media.touch(session, picture.image, at=at)
    record(session, actor.id, f"change.{action}", Subject.CASE, change.case_id, at=at, change=change.id)


def _say(change: CaseChange, made: Case, at: datetime) -> None:
    change.content = written_like(made, made.pictures)
    change.content_hash, change.author_confirmed = fingerprint(made), ""
    change.kept = kept_as_json(made.kept_identifiers)
    change.open_identifiers, change.removed_identifiers = made.open_identifiers, made.removed_identifiers
    change.updated_at = at
