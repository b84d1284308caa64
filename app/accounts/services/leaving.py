"""The end of an account: who it was is forgotten; what they published stays, under no name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.accounts.credentials import AuthenticatorApp, ForeignIdentity, Passkey, PasskeyChallenge, RecoveryCode
from app.accounts.events import AccountLeft
from app.accounts.models import Account, Invitation, OneTimeToken, RoleGrant, SignIn, Verification
from app.accounts.rules import FORMER_CONTRIBUTOR, VerificationStatus
from app.kernel.audit import Subject, record
from app.kernel.errors import Refusal, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Role

PERSONAL = (AuthenticatorApp, ForeignIdentity, OneTimeToken, Passkey, PasskeyChallenge, RecoveryCode, SignIn)
NOWHERE = "ZZ"
"""The country of nobody: ISO 3166 leaves it to its users."""


def leave(session: Session, outbox: Outbox, account: Account, *, at: datetime) -> None:
    """Delete one's own account; raises Refusal for the last operator, without whom nobody could look after this."""
    if Role.OPERATOR in account.roles and _operators(session) == 1:
        raise Refusal(mark("You are the only operator. Make somebody else one first, then leave."))
    erase_person(session, outbox, account, by=account.id, at=at)


def erase_person(session: Session, outbox: Outbox, account: Account, *, by: int | None, at: datetime) -> None:
    """Forget who the account's person was; the other rooms hear of it. A second time does nothing."""
    if account.deleted_at is not None:
        return
    for table in PERSONAL:
        session.execute(delete(table).where(table.account_id == account.id))
    _empty_verifications(session, account, at)
    open_ones = Invitation.invited_by == account.id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    session.execute(update(Invitation).where(*open_ones).values(revoked_at=at, address="", token_hash=None))
    account.grants.clear()
    account.name, account.email = FORMER_CONTRIBUTOR, f"former-{account.id}@casebook.invalid"
    account.password_hash = account.institution = account.registration_number = ""
    account.specialty, account.country = None, NOWHERE
    account.name_hidden, account.studying_since, account.reminded_for = False, None, None
    account.email_confirmed_at = account.verified_until = None
    account.deleted_at = at
    session.flush()
    record(session, by, "account.deleted", Subject.ACCOUNT, account.id, at=at)
    outbox.add(AccountLeft(account.id))


def _operators(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(RoleGrant).where(RoleGrant.role == Role.OPERATOR)) or 0


def _empty_verifications(session: Session, account: Account, at: datetime) -> None:
    theirs = Verification.account_id == account.id
    empty = {"evidence": "", "reason": "", "address": "", "token_hash": None}
    session.execute(update(Verification).where(theirs).values(empty))
    pending = theirs, Verification.status == VerificationStatus.PENDING
    session.execute(update(Verification).where(*pending).values(status=VerificationStatus.REJECTED, decided_at=at))
