"""What an author does with a change that is written: submit it, take it back, give it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import queries
from app.cases.changes import as_if
from app.cases.content import as_json, fingerprint
from app.cases.events import ChangeSubmitted, ChangeTakenBack
from app.cases.identifiers import recount
from app.cases.models import Case, CaseChange
from app.cases.rules import CHANGE_NOTE_LENGTH, SHOWN, Blocker, ChangeConsent, ChangeReason, ChangeStatus
from app.cases.services.change_ends import forget_change, note
from app.cases.services.moving import NotReady, hide
from app.cases.services.planned import check_changeable
from app.kernel.errors import Conflict, NotAllowed, Refusal, WrongStep, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor

SEEN_OTHERWISE = mark("This change isn't what you looked at any more. Look at it again and decide anew.")


@dataclass(frozen=True)
class Statement:
    """What an author says about a change: why, why the patient's consent covers it, and more for moderators."""

    reason: ChangeReason
    consent: ChangeConsent
    note: str = ""


def submit_change(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    case: Case,
    statement: Statement,
    *,
    content_hash: str,
    at: datetime,
) -> CaseChange:
    """Send the change to the moderators. The author confirms the version with this hash: nobody can be recognised.

    One that takes out an identifier hides the case at once. Raises NotReady, Conflict when the change isn't what the
    author has seen, and Refusal where nothing differs, or where the patient must be asked about new pictures.
    """
    change = queries.open_change(session, case.id)
    check_changeable(actor, case, change)
    if change is None:
        raise WrongStep(mark("There is no change to submit. Write one first."))
    if not change.is_writable:
        raise WrongStep(mark("This change is with the moderators already."))
    made = as_if(case, change)
    recount(made)
    _check_ready(case, change, made, at)
    if change.content_hash != content_hash or fingerprint(made) != content_hash:
        raise Conflict(SEEN_OTHERWISE)
    _check_statement(made, statement)
    change.reason, change.consent, change.note = statement.reason, statement.consent, statement.note.strip()
    change.formerly, change.submitted = change.submitted, as_json(made)
    change.status, change.author_confirmed, change.submitted_at = ChangeStatus.SUBMITTED, content_hash, at
    note(session, actor.id, change, "submitted", at=at)
    if statement.reason is ChangeReason.IDENTIFIER and case.status in SHOWN:
        change.hid_case = True
        hide(session, outbox, actor, case, at=at)
    outbox.add(ChangeSubmitted(case.id))
    return change


def take_back_change(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """The author goes on writing; moderators have nothing to decide meanwhile. Raises Conflict once decided."""
    change = _own(session, actor, case)
    if change is None or change.status is not ChangeStatus.SUBMITTED:
        raise Conflict(mark("This change doesn't wait for moderators any more."))
    change.status, change.author_confirmed = ChangeStatus.DRAFT, ""
    note(session, actor.id, change, "taken_back", at=at)
    outbox.add(ChangeTakenBack(case.id))


def drop_change(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """The author gives the change up: its text and its new pictures go. Doing it again is fine.

    Raises WrongStep where the change hides the case: that is for moderators to decide.
    """
    change = _own(session, actor, case)
    if change is None:
        return
    if change.hid_case:
        raise WrongStep(
            mark("The case is hidden because of this change, so moderators decide. Submit it, or withdraw.")
        )
    forget_change(session, outbox, actor.id, change, at=at)


def _own(session: Session, actor: Actor, case: Case) -> CaseChange | None:
    if actor.id != case.author_id:
        raise NotAllowed(mark("Only its author changes a case."))
    return queries.open_change(session, case.id)


def _check_ready(case: Case, change: CaseChange, made: Case, at: datetime) -> None:
    missing = queries.blockers(made)
    if not case.is_consented_at(at):
        missing = list(dict.fromkeys([*missing, Blocker.NO_CONSENT]))
    if missing:
        raise NotReady(missing)
    if change.base_hash != case.content_hash:
        raise Conflict(mark("The case itself has changed since you began. Give this change up and begin anew."))
    pixels = [picture.image.pixel_hash for picture in made.pictures]
    if len(set(pixels)) < len(pixels):
        raise Refusal(mark("The same picture stands there twice: leave the former one out."))
    if change.content_hash == case.content_hash:
        raise Refusal(mark("Nothing differs from what readers see."))


def _check_statement(made: Case, statement: Statement) -> None:
    adds = any(picture.change_id is not None for picture in made.pictures)
    if adds and statement.consent is ChangeConsent.GIVEN_COVERS:
        raise Refusal(mark("The patient hasn't agreed to the new pictures yet: ask them first."))
    if len(statement.note.strip()) > CHANGE_NOTE_LENGTH:
        raise Refusal(mark("At most %(most)s characters fit here."), most=CHANGE_NOTE_LENGTH)
