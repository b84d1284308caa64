"""What a moderator decides about a change: it takes the published version's place, or readers see what they saw."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import queries
from app.cases.changes import apply, as_if
from app.cases.content import fingerprint
from app.cases.events import CaseChanged
from app.cases.models import Case, CaseChange
from app.cases.rules import CaseStatus, ChangeReason, ChangeStatus, Delicate
from app.cases.services.change_ends import erase_added, note, withhold_past
from app.cases.services.change_steps import SEEN_OTHERWISE
from app.cases.services.moving import check_consent, keep_revision, note_approval, put_back
from app.cases.services.planned import is_changeable
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, WrongStep, mark
from app.kernel.outbox import Outbox
from app.media import services as media
from app.policy.actor import Actor


@dataclass(frozen=True)
class Deciding:
    """A change that waits, its case, and who decides about it when."""

    session: Session
    actor: Actor
    case: Case
    change: CaseChange
    at: datetime

    def decide(self, status: ChangeStatus, *, confirmed: str = "") -> None:
        """Both confirmations are of what is approved, or lapse."""
        change = self.change
        change.status, change.decided_by, change.decided_at = status, self.actor.account_id, self.at
        change.author_confirmed = change.moderator_confirmed = confirmed


def approve_change(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    case: Case,
    *,
    content_hash: str,
    withholds: bool = False,
    first_approved_by: int | None = None,
    delicate: Collection[Delicate] = (),
    at: datetime,
) -> None:
    """A second person confirms the version with this hash, and from this commit on readers see it.

    `delicate` and `first_approved_by` are as in `publish`. `withholds` says that something in the former version could
    tell who the patient is: no history shows it, and what was kept of it is emptied. Raises what `check_approvable`
    raises, and NotAllowed where two people are needed and aren't there.
    """
    deciding = Deciding(session, actor, case, check_approvable(session, actor, case, content_hash, at=at), at)
    change = deciding.change
    identifies = withholds or change.hid_case or change.reason is ChangeReason.IDENTIFIER
    if identifies:
        withhold_past(session, case, change, at=at)
    _exchange_pictures(deciding, bars=identifies)
    _put_in_place(deciding, content_hash, first_approved_by, delicate)
    revision = keep_revision(session, case, shown_at=at, at=at)
    record(session, actor.id, "case.changed", Subject.CASE, case.id, at=at, change=change.id, revision=revision)
    outbox.add(CaseChanged(case.id))
    if case.status is CaseStatus.HIDDEN:
        put_back(session, outbox, actor, case, at=at)


def check_approvable(session: Session, actor: Actor, case: Case, content_hash: str, *, at: datetime) -> CaseChange:
    """The change that this person can approve, having looked at the version with this hash; also for a first of two.

    Raises NotAllowed for the author, Conflict when anything is another than was looked at, WrongStep while the case
    isn't in the library, Refusal when consent isn't in force.
    """
    change = _begin(session, actor, case, at).change
    check_consent(in_force=case.is_consented_at(at))
    if change.base_hash != case.content_hash or not content_hash or fingerprint(as_if(case, change)) != content_hash:
        raise Conflict(SEEN_OTHERWISE)
    if change.content_hash != content_hash or change.author_confirmed != content_hash:
        raise Conflict(mark("The author has not confirmed this version of the case."))
    return change


def return_change(session: Session, actor: Actor, case: Case, *, at: datetime) -> None:
    """Moderators ask for more: the change is with its author again, and readers see what they saw."""
    deciding = _begin(session, actor, case, at)
    deciding.decide(ChangeStatus.RETURNED)
    note(session, actor.id, deciding.change, "returned", at=at)


def reject_change(session: Session, outbox: Outbox, actor: Actor, case: Case, *, at: datetime) -> None:
    """The case stays as it is, and comes back if the change had hidden it."""
    deciding = _begin(session, actor, case, at)
    erase_added(session, deciding.change, actor_id=actor.id, at=at)
    deciding.decide(ChangeStatus.REJECTED)
    note(session, actor.id, deciding.change, "rejected", at=at)
    if case.status is CaseStatus.HIDDEN:
        put_back(session, outbox, actor, case, at=at)


def _begin(session: Session, actor: Actor, case: Case, at: datetime) -> Deciding:
    change = queries.open_change(session, case.id)
    if change is None or change.status is not ChangeStatus.SUBMITTED:
        raise Conflict(mark("This change doesn't wait for moderators any more."))
    if actor.account_id == case.author_id:
        raise NotAllowed(mark("Nobody decides about their own case."))
    if not is_changeable(case, change):
        raise WrongStep(mark("This case isn't in the library now. What hides it must be decided first."))
    return Deciding(session, actor, case, change, at)


def _exchange_pictures(deciding: Deciding, *, bars: bool) -> None:
    """Erase what is left out, and make what is added part of the case."""
    session, case, change = deciding.session, deciding.case, deciding.change
    shown = {entry["picture"] for entry in change.content["pictures"]}
    for picture in [picture for picture in case.pictures if picture.id not in shown]:
        if bars:
            media.bar(session, picture.image, at=deciding.at)
        media.erase(session, picture.image, actor_id=deciding.actor.id, at=deciding.at)
        case.pictures.remove(picture)
    for picture in change.pictures:
        if picture.id in shown:
            picture.change_id = None
    session.flush()
    erase_added(session, change, actor_id=deciding.actor.id, at=deciding.at)
    session.refresh(case, ["pictures"])


def _put_in_place(deciding: Deciding, content_hash: str, first_by: int | None, delicate: Collection[Delicate]) -> None:
    """Text, pictures and both confirmations in one statement: the database judges the row as a whole."""
    session, case, change = deciding.session, deciding.case, deciding.change
    with session.no_autoflush:
        apply(case, change)
        case.content_hash = case.author_confirmed = case.moderator_confirmed = content_hash
        note_approval(deciding.actor, case, first_by, delicate)
        case.changed_at = case.updated_at = deciding.at
        if fingerprint(case) != content_hash:
            raise Conflict(SEEN_OTHERWISE)
        deciding.decide(ChangeStatus.APPROVED, confirmed=content_hash)
    note(session, deciding.actor.id, change, "approved", at=deciding.at)
