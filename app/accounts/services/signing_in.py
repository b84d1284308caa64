"""Sign in and out, here and everywhere."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.models import Account, SignIn
from app.accounts.passwords import is_right
from app.kernel.audit import Subject, record
from app.kernel.errors import NotAllowed, Refusal, mark

SIGN_IN_LASTS = timedelta(days=14)


class WrongCredentials(Refusal):
    """Address and password don't go together; which of the two is wrong isn't said."""


class Suspended(NotAllowed):
    """Who they are is clear, and moderators have suspended them."""


def check_not_suspended(account: Account) -> None:
    """Raise Suspended; asked once somebody has shown who they are, and not before: others learn nothing."""
    if account.suspended_at is not None:
        raise Suspended(
            mark("Moderators have suspended this account. The mail that we sent you says why, and how to object.")
        )


def sign_in(session: Session, email: str, password: str, *, at: datetime) -> tuple[str, Account]:
    """Return a fresh token for the browser's cookie and the account; raises WrongCredentials, then Suspended."""
    account = queries.by_email(session, email)
    if not is_right(password, account.password_hash if account else None) or account is None:
        raise WrongCredentials(mark("This address and this password don't go together."))
    check_not_suspended(account)
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
