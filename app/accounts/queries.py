"""Reads about people."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Account, OneTimeToken, SignIn, Verification
from app.accounts.rules import TokenPurpose, VerificationStatus, standing_of
from app.policy.actor import Actor


def by_id(session: Session, account_id: int) -> Account | None:
    """The account, or None."""
    return session.get(Account, account_id)


def by_email(session: Session, email: str) -> Account | None:
    """The account with this address, however its letters are cased."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def digest(token: str) -> str:
    """What is stored of a token: a random 256-bit token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(account: Account, at: datetime) -> Actor:
    """What the account may count as at this moment; a suspended one for nothing, a paused one for a reader."""
    confirmed = account.email_confirmed_at is not None and account.suspended_at is None
    trusted = confirmed and account.paused_at is None
    verified = trusted and account.verified_until is not None and at < account.verified_until
    return Actor(
        id=account.id,
        name=account.name,
        standing=standing_of(account.occupation, is_verified=verified),
        at=at,
        roles=account.roles if trusted else frozenset(),
        reads_library=confirmed,
        occupation=account.occupation.value,
    )


def live_sign_in(session: Session, token: str, at: datetime) -> SignIn | None:
    """The sign-in of this token unless it is over or revoked."""
    whole = joinedload(SignIn.account).joinedload(Account.grants)
    found = session.scalars(select(SignIn).where(SignIn.token_hash == digest(token)).options(whole)).unique().first()
    is_live = found and found.revoked_at is None and at < found.expires_at and found.account.suspended_at is None
    return found if is_live else None


def suspended(session: Session) -> list[Account]:
    """Everybody whom a moderator has suspended, the latest first."""
    kept_out = select(Account).where(Account.suspended_at.is_not(None))
    return list(session.scalars(kept_out.order_by(Account.suspended_at.desc(), Account.id)))


def live_sign_ins(session: Session, account_id: int, at: datetime) -> list[SignIn]:
    """Where this person is signed in, newest first."""
    live = select(SignIn).where(SignIn.account_id == account_id, SignIn.revoked_at.is_(None), SignIn.expires_at > at)
    return list(session.scalars(live.order_by(SignIn.created_at.desc())))


def usable_token(session: Session, token: str, purpose: TokenPurpose, at: datetime) -> OneTimeToken | None:
    """The one-time link's row unless it was used or is too old."""
    wanted = select(OneTimeToken).where(OneTimeToken.token_hash == digest(token), OneTimeToken.purpose == purpose)
    found = session.scalar(wanted)
    return found if found and found.used_at is None and at < found.expires_at else None


def verification_by_id(session: Session, verification_id: int) -> Verification | None:
    """The request to be verified, or None."""
    return session.get(Verification, verification_id)


def latest_verification(session: Session, account_id: int) -> Verification | None:
    """The person's newest request to be verified."""
    newest = select(Verification).where(Verification.account_id == account_id)
    return session.scalar(newest.order_by(Verification.id.desc()).limit(1))


def pending_verification(session: Session, account_id: int) -> Verification | None:
    """The person's undecided request, of which there's at most one."""
    return session.scalar(
        select(Verification).where(
            Verification.account_id == account_id, Verification.status == VerificationStatus.PENDING
        )
    )
