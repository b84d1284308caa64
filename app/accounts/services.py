"""Use cases of people: sign up, sign in and out, confirm, reset, be verified, be granted a role."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.events import (
    AccountOpened,
    AddressTaken,
    PasswordForgotten,
    VerificationDecided,
    VerificationRequested,
)
from app.accounts.models import Account, OneTimeToken, RoleGrant, SignIn, Verification
from app.accounts.passwords import hash_password, is_right
from app.accounts.rules import (
    VERIFIABLE,
    EvidenceKind,
    Occupation,
    Specialty,
    TokenPurpose,
    VerificationStatus,
)
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, Refusal, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor, Role

SIGN_IN_LASTS = timedelta(days=14)
LINK_LASTS = {TokenPurpose.CONFIRM_EMAIL: timedelta(days=3), TokenPurpose.RESET_PASSWORD: timedelta(hours=2)}


@dataclass(frozen=True)
class Profile:
    """What a person states about themselves."""

    name: str
    email: str
    occupation: Occupation
    country: str
    specialty: Specialty | None = None
    institution: str = ""
    registration_number: str = ""
    is_synthetic: bool = False


class WrongCredentials(Refusal):
    """Address and password don't go together; which of the two is wrong isn't said."""


def sign_up(session: Session, outbox: Outbox, profile: Profile, password: str, *, at: datetime) -> None:
    """Open an account, or tell its owner by mail that it exists: the page says the same either way."""
    existing = queries.by_email(session, profile.email)
    encoded = hash_password(password)
    if existing is not None:
        outbox.add(AddressTaken(existing.id))
        return
    account = open_account(session, profile, encoded, at=at)
    outbox.add(AccountOpened(account.id))


def open_account(session: Session, profile: Profile, password_hash: str, *, at: datetime) -> Account:
    """Add the account row; raises Conflict when the address is taken."""
    if queries.by_email(session, profile.email) is not None:
        raise Conflict(mark("There is an account with this address already."))
    account = Account(
        email=profile.email.strip().lower(),
        name=profile.name.strip(),
        password_hash=password_hash,
        occupation=profile.occupation,
        specialty=profile.specialty,
        country=profile.country,
        institution=profile.institution.strip(),
        registration_number=profile.registration_number.strip(),
        is_synthetic=profile.is_synthetic,
        created_at=at,
    )
    session.add(account)
    session.flush()
    record(session, account.id, "account.opened", Subject.ACCOUNT, account.id, at=at)
    return account


def sign_in(session: Session, email: str, password: str, *, at: datetime) -> tuple[str, Account]:
    """Return a fresh token for the browser's cookie and the account; raises WrongCredentials."""
    account = queries.by_email(session, email)
    if not is_right(password, account.password_hash if account else None) or account is None:
        raise WrongCredentials(mark("This address and this password don't go together."))
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            account_id=account.id,
            token_hash=queries.digest(token),
            created_at=at,
            expires_at=at + SIGN_IN_LASTS,
        )
    )
    record(session, account.id, "account.signed_in", Subject.ACCOUNT, account.id, at=at)
    return token, account


def sign_out(session: Session, token: str, *, at: datetime) -> None:
    """Revoke the sign-in of this token; an unknown token is fine."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == queries.digest(token), SignIn.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def sign_out_everywhere(session: Session, account: Account, *, at: datetime) -> None:
    """Revoke every sign-in of this person."""
    session.execute(
        update(SignIn).where(SignIn.account_id == account.id, SignIn.revoked_at.is_(None)).values(revoked_at=at)
    )


def ask_for_reset(session: Session, outbox: Outbox, email: str) -> None:
    """Have a link sent if the address is known; nothing tells whether it is."""
    account = queries.by_email(session, email)
    if account is not None:
        outbox.add(PasswordForgotten(account.id))


def ask_for_confirmation(outbox: Outbox, account: Account) -> None:
    """Have another confirmation link sent."""
    outbox.add(AccountOpened(account.id))


def make_link(session: Session, account: Account, purpose: TokenPurpose, *, at: datetime) -> str:
    """Return a fresh one-time token; only its hash is stored."""
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeToken(
            account_id=account.id,
            purpose=purpose,
            token_hash=queries.digest(token),
            created_at=at,
            expires_at=at + LINK_LASTS[purpose],
        )
    )
    session.flush()
    return token


def confirm_email(session: Session, token: str, *, at: datetime) -> Account:
    """Use a confirmation link; raises Refusal when it was used or is too old."""
    account = _use(session, token, TokenPurpose.CONFIRM_EMAIL, at)
    if account.email_confirmed_at is None:
        account.email_confirmed_at = at
        record(session, account.id, "account.email_confirmed", Subject.ACCOUNT, account.id, at=at)
    return account


def reset_password(session: Session, token: str, password: str, *, at: datetime) -> Account:
    """Use a reset link: set the password and sign the person out everywhere."""
    account = _use(session, token, TokenPurpose.RESET_PASSWORD, at)
    account.password_hash = hash_password(password)
    sign_out_everywhere(session, account, at=at)
    record(session, account.id, "account.password_reset", Subject.ACCOUNT, account.id, at=at)
    return account


def _use(session: Session, token: str, purpose: TokenPurpose, at: datetime) -> Account:
    row = queries.usable_token(session, token, purpose, at)
    if row is None:
        raise Refusal(mark("This link was used already or is too old. Ask for a new one."))
    row.used_at = at
    return session.get_one(Account, row.account_id)


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


def grant_role(session: Session, account: Account, role: Role, *, by: int | None, at: datetime) -> None:
    """Entrust a person with a role; granting twice is fine."""
    if role in account.roles:
        return
    account.grants.append(RoleGrant(role=role, granted_at=at))
    session.flush()
    record(session, by, "account.role_granted", Subject.ACCOUNT, account.id, at=at, role=role.value)
