"""Ask to be verified, and have it decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.events import (
    VerificationDecided,
    VerificationRequested,
)
from app.accounts.models import Account, Verification
from app.accounts.rules import (
    VERIFIABLE,
    EvidenceKind,
    VerificationStatus,
)
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, Refusal, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor


def request_verification(
    session: Session, outbox: Outbox, account: Account, *, kind: EvidenceKind, evidence: str, at: datetime
) -> Verification:
    """Put a request into the moderators' queue; raises Refusal when there's nothing to verify or one waits."""
    if account.email_confirmed_at is None:
        raise NotAllowed(mark("Confirm your e-mail address first: we have sent you a link."))
    if account.occupation not in VERIFIABLE:
        raise Refusal(mark("Only healthcare professionals and students of a health profession are verified."))
    if queries.pending_verification(session, account.id) is not None:
        raise Conflict(mark("Your request is waiting for a moderator already."))
    verification = Verification(account_id=account.id, kind=kind, evidence=evidence.strip(), created_at=at)
    session.add(verification)
    session.flush()
    record(session, account.id, "verification.requested", Subject.ACCOUNT, account.id, at=at)
    outbox.add(VerificationRequested(verification.id))
    return verification


def decide_verification(
    session: Session,
    outbox: Outbox,
    moderator: Actor,
    verification: Verification,
    *,
    expires_at: datetime | None,
    reason: str,
    at: datetime,
) -> None:
    """Approve until `expires_at`, or reject when it's None. The evidence is erased either way."""
    if verification.status is not VerificationStatus.PENDING:
        raise Conflict(mark("This request has been decided already."))
    if verification.account_id == moderator.id:
        raise NotAllowed(mark("Nobody decides about themselves."))
    approved = expires_at is not None
    verification.status = VerificationStatus.APPROVED if approved else VerificationStatus.REJECTED
    verification.decided_at, verification.decided_by = at, moderator.account_id
    verification.expires_at, verification.reason, verification.evidence = expires_at, reason, ""
    if approved:
        verification.account.verified_until = expires_at
    session.flush()
    action = f"verification.{verification.status.value}"
    record(session, moderator.id, action, Subject.ACCOUNT, verification.account_id, at=at)
    outbox.add(VerificationDecided(verification.id))
