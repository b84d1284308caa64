"""Let somebody in who has opened an account, where the instance looks at each one first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.events import AdmissionDecided
from app.accounts.models import Account
from app.accounts.rules import Admission
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor
from app.policy.rules import Permission, may


def decide_admission(
    session: Session, outbox: Outbox, moderator: Actor, account: Account, *, admission: Admission, at: datetime
) -> None:
    """Let the person in, or don't; raises Conflict when that has been decided."""
    if not may(moderator, Permission.REVIEW) or moderator.id == account.id:
        raise NotAllowed(mark("Moderators decide, and nobody about themselves."))
    if account.admission is not Admission.WAITING:
        raise Conflict(mark("This has been decided already."))
    account.admission = admission
    session.flush()
    record(session, moderator.id, f"account.{admission.value}", Subject.ACCOUNT, account.id, at=at)
    outbox.add(AdmissionDecided(account.id))
