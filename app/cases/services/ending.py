"""The end of a case: everything of it is erased, in one transaction, for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cases.content import CaseContent, put
from app.cases.events import CaseEnded
from app.cases.models import Case, CaseRevision, Tombstone
from app.cases.rules import CaseStatus, EndReason, Step, check_step
from app.cases.services.change_ends import empty_changes
from app.cases.services.step import move
from app.kernel.outbox import Outbox
from app.media import services as media

ENDS_AS = {
    EndReason.PATIENT: CaseStatus.WITHDRAWN,
    EndReason.AUTHOR: CaseStatus.WITHDRAWN,
    EndReason.EXPIRED: CaseStatus.WITHDRAWN,
    EndReason.MODERATOR: CaseStatus.TAKEN_DOWN,
}


def end(session: Session, outbox: Outbox, actor_id: int | None, case: Case, *, reason: EndReason, at: datetime) -> None:
    """Erase text and pictures and leave a tombstone. There is no way back, and a second end raises WrongStep.

    The pictures are barred from coming back, unless consent has merely run out or nobody else had seen them.
    `actor_id` is none where the patient's code, an expiry or a restore does it.
    """
    wanted = ENDS_AS[reason]
    check_step(Step.END, case.status, wanted)
    comes_back = reason is EndReason.EXPIRED or (reason is EndReason.AUTHOR and case.submitted_at is None)
    for picture in case.pictures:
        if not comes_back:
            media.bar(session, picture.image, at=at)
        media.erase(session, picture.image, at=at, actor_id=actor_id)
    empty_changes(session, actor_id, case, comes_back=comes_back, at=at)
    session.execute(update(CaseRevision).where(CaseRevision.case_id == case.id).values(content={}, content_hash=""))
    _blank(case)
    session.add(Tombstone(case_id=case.id, reason=reason, at=at))
    move(session, actor_id, case, Step.END, wanted, at=at, reason=reason.value)
    outbox.add(CaseEnded(case.id))


def _blank(case: Case) -> None:
    put(case, CaseContent())
    for picture in case.pictures:
        picture.caption = picture.alt_text = ""
    case.content_hash = case.author_confirmed = case.moderator_confirmed = ""
    case.delicate_found = []
    case.kept_identifiers, case.open_identifiers, case.removed_identifiers = [], 0, 0
    case.consented, case.quiz_consented, case.consent_ends_at = False, False, None
