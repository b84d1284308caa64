"""Reads about people."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.accounts import regions
from app.accounts.models import Account, Invitation, OneTimeToken, SignIn, Verification
from app.accounts.rules import GUARDED, YEAR, Admission, TokenPurpose, VerificationStatus
from app.policy.actor import Ability, Actor, Role, Standing


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
    """What the account may count as at this moment, by what is confirmed and verified and by its country's rules.

    A suspended account counts for nothing, a paused one for a reader.
    """
    is_in, known = _is_in(account), regions.abilities(account.occupation, account.country)
    standing = standing_at(account, at)
    return Actor(
        id=account.id,
        name=account.name,
        standing=standing,
        at=at,
        roles=_roles(account, known) if is_in and account.paused_at is None else frozenset(),
        reads_library=is_in,
        occupation=account.occupation.value,
        abilities=frozenset() if standing is Standing.MEMBER else known,
    )


def standing_at(account: Account, at: datetime) -> Standing:
    """What the person counts as at this moment; asks for no further row."""
    trusted = _is_in(account) and account.paused_at is None
    verified = trusted and account.verified_until is not None and at < account.verified_until
    return regions.standing_of(account.occupation, account.country, is_verified=verified)


def _is_in(account: Account) -> bool:
    is_admitted = account.admission is Admission.ADMITTED and account.suspended_at is None
    return account.email_confirmed_at is not None and is_admitted


def _roles(account: Account, known: frozenset[Ability]) -> frozenset[Role]:
    """An occupation that isn't entrusted with moderation where it works loses that role."""
    return account.roles if Ability.MODERATE in known else account.roles - {Role.MODERATOR}


def suspended(session: Session) -> list[Account]:
    """Everybody whom a moderator has suspended, the latest first."""
    kept_out = select(Account).where(Account.suspended_at.is_not(None))
    return list(session.scalars(kept_out.order_by(Account.suspended_at.desc(), Account.id)))


def acting_by(sign_in: SignIn, at: datetime, *, guards_roles: bool) -> Actor:
    """The actor of a sign-in: without the guarded roles, until a second factor was shown in it.

    The demo's people are spared: their password is printed in the README.
    """
    actor = actor_of(sign_in.account, at)
    if not guards_roles or sign_in.proven_at is not None or sign_in.account.is_synthetic:
        return actor
    return replace(actor, roles=actor.roles - GUARDED, withheld=actor.roles & GUARDED)


def sign_in_of(session: Session, token: str) -> SignIn | None:
    """The sign-in of this token unless it was revoked or its account suspended; it may be half, or over."""
    whole = joinedload(SignIn.account).joinedload(Account.grants)
    wanted = select(SignIn).where(SignIn.token_hash == digest(token), SignIn.revoked_at.is_(None))
    found = session.scalars(wanted.options(whole)).unique().first()
    return found if found and found.account.suspended_at is None else None


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


def verification_by_token(session: Session, token: str, at: datetime) -> Verification | None:
    """The request whose link this is, while it waits for somebody to open it."""
    found = session.scalar(select(Verification).where(Verification.token_hash == digest(token)))
    return found if found and found.token_until is not None and at < found.token_until else None


def overdue_verifications(session: Session, before: datetime) -> list[Verification]:
    """Undecided requests from before that moment, oldest first."""
    waiting = Verification.status == VerificationStatus.PENDING
    asked = select(Verification).where(waiting, Verification.created_at <= before)
    return list(session.scalars(asked.order_by(Verification.id)))


def vouched_lately(session: Session, account_id: int, at: datetime) -> int:
    """For how many people somebody has vouched within a year."""
    given = select(func.count()).where(Verification.vouched_by == account_id, Verification.vouched_at > at - YEAR)
    return session.scalar(given) or 0


def ending_verifications(session: Session, after: datetime, until: datetime) -> list[Account]:
    """Whose verification ends within that time, as far as they haven't been told."""
    ends = select(Account).where(Account.verified_until > after, Account.verified_until <= until)
    untold = Account.reminded_for.is_distinct_from(Account.verified_until)
    return list(session.scalars(ends.where(untold).order_by(Account.id)))


def invitation_by_id(session: Session, invitation_id: int) -> Invitation | None:
    """The invitation, or None."""
    return session.get(Invitation, invitation_id)


def usable_invitation(session: Session, token: str, at: datetime) -> Invitation | None:
    """The invitation whose link this is, unless it was used or revoked or is too old."""
    found = session.scalar(select(Invitation).where(Invitation.token_hash == digest(token)))
    return found if found and found.is_open_at(at) else None


def invitations_of(session: Session, account_id: int) -> list[Invitation]:
    """Whom somebody has invited, newest first."""
    own = select(Invitation).where(Invitation.invited_by == account_id)
    return list(session.scalars(own.order_by(Invitation.id.desc())))


def invited_since(session: Session, account_id: int, since: datetime) -> int:
    """How many invitations somebody has made since then, whatever became of them."""
    made = select(func.count()).where(Invitation.invited_by == account_id, Invitation.created_at > since)
    return session.scalar(made) or 0
