"""Reads about people."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Account, OneTimeToken, SignIn, Verification
from app.accounts.rules import GUARDED, TokenPurpose, VerificationStatus, standing_of
from app.policy.actor import Actor


def by_id(session: Session, account_id: int) -> Account | None:
    """The account, or None."""
    return session.get(Account, account_id)


def by_email(session: Session, email: str) -> Account | None:
    """The account with this address, however its letters are cased."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def has_left(session: Session, account_id: int) -> bool:
    """Whether this person has deleted their account."""
    return session.scalar(select(Account.deleted_at).where(Account.id == account_id)) is not None


def digest(token: str) -> str:
    """What is stored of a token: a random 256-bit token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(account: Account, at: datetime) -> Actor:
    """What the account may count as at this moment."""
    confirmed = account.email_confirmed_at is not None
    verified = confirmed and account.verified_until is not None and at < account.verified_until
    return Actor(
        id=account.id,
        name=account.name,
        standing=standing_of(account.occupation, is_verified=verified),
        at=at,
        roles=account.roles if confirmed else frozenset(),
        reads_library=confirmed,
        occupation=account.occupation.value,
    )


def acting_by(sign_in: SignIn, at: datetime, *, guards_roles: bool) -> Actor:
    """The actor of a sign-in: without the guarded roles, until a second factor was shown in it.

    The demo's people are spared: their password is printed in the README.
    """
    actor = actor_of(sign_in.account, at)
    if not guards_roles or sign_in.proven_at is not None or sign_in.account.is_synthetic:
        return actor
    return replace(actor, roles=actor.roles - GUARDED, withheld=actor.roles & GUARDED)


def sign_in_of(session: Session, token: str) -> SignIn | None:
    """The sign-in of this token unless it was revoked; it may be half, or over."""
    whole = joinedload(SignIn.account).joinedload(Account.grants)
    wanted = select(SignIn).where(SignIn.token_hash == digest(token), SignIn.revoked_at.is_(None))
    return session.scalars(wanted.options(whole)).unique().first()


def half_sign_in(session: Session, token: str, at: datetime) -> SignIn | None:
    """The sign-in of this token, if its second factor is still awaited."""
    found = sign_in_of(session, token)
    return found if found and found.awaits_second_factor and not found.is_over_at(at) else None


def sign_in_by_id(session: Session, sign_in_id: int) -> SignIn | None:
    """A sign-in, or None."""
    return session.get(SignIn, sign_in_id)


def is_new_browser(session: Session, sign_in: SignIn) -> bool:
    """Whether the person, who has been here before, has never come with this browser."""
    whole = SignIn.account_id == sign_in.account_id, SignIn.awaits_second_factor.is_(False), SignIn.id != sign_in.id
    marks = set(session.scalars(select(SignIn.browser_hash).where(*whole).distinct()))
    return bool(marks) and sign_in.browser_hash not in marks


def live_sign_ins(session: Session, account_id: int, at: datetime) -> list[SignIn]:
    """Where this person is signed in, newest first."""
    live = select(SignIn).where(
        SignIn.account_id == account_id, SignIn.revoked_at.is_(None), SignIn.awaits_second_factor.is_(False)
    )
    found = session.scalars(live.options(joinedload(SignIn.account)).order_by(SignIn.id.desc())).unique()
    return [sign_in for sign_in in found if not sign_in.is_over_at(at)]


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
