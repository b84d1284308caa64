"""Sign in and out: one row for each browser, with a second step for those who have a second factor."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts import queries, second_factors
from app.accounts.browsers import Browser
from app.accounts.events import SignedInElsewhere
from app.accounts.models import Account, RoleGrant, SignIn
from app.accounts.passwords import is_right
from app.accounts.rules import GUARDED, IDLE_WITH_ROLES, SIGN_IN_LASTS, SignInMethod
from app.kernel.audit import Subject, record
from app.kernel.errors import NotAllowed, Refusal, mark
from app.kernel.outbox import Outbox

HALF_LASTS = timedelta(minutes=10)


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


@dataclass(frozen=True)
class Entry:
    """A fresh token for the browser's cookie and its row; `is_half` while the second factor is still asked for."""

    token: str
    sign_in: SignIn
    account: Account

    @property
    def is_half(self) -> bool:
        """Nobody is signed in yet."""
        return self.sign_in.awaits_second_factor


def sign_in(session: Session, outbox: Outbox, email: str, password: str, *, browser: Browser, at: datetime) -> Entry:
    """Sign in with address and password; raises WrongCredentials, after the same work for every address.

    Raises Suspended once the password was right.
    """
    account = queries.by_email(session, email)
    if not is_right(password, account.password_hash if account else None) or account is None:
        raise WrongCredentials(mark("This address and this password don't go together."))
    return enter(session, outbox, account, SignInMethod.PASSWORD, browser=browser, at=at)


def enter(
    session: Session, outbox: Outbox, account: Account, method: SignInMethod, *, browser: Browser, at: datetime
) -> Entry:
    """Let somebody in who has shown who they are: half, while a second factor of theirs is still to be shown.

    Raises Suspended.
    """
    check_not_suspended(account)
    is_half = method is not SignInMethod.PASSKEY and second_factors.are_set_up(session, account.id)
    token = secrets.token_urlsafe(32)
    row = SignIn(
        account_id=account.id,
        account=account,
        token_hash=queries.digest(token),
        created_at=at,
        expires_at=at + (HALF_LASTS if is_half else SIGN_IN_LASTS),
        method=method,
        awaits_second_factor=is_half,
        proven_at=at if method is SignInMethod.PASSKEY else None,
        browser=browser.words,
        browser_hash=queries.digest(browser.mark) if browser.mark else "",
    )
    session.add(row)
    if not is_half:
        _arrive(session, outbox, row, at)
    session.flush()
    return Entry(token, row, account)


def complete(session: Session, outbox: Outbox, half: SignIn, *, at: datetime) -> Entry:
    """The second factor was shown: from now on the person is signed in, under another token."""
    half.awaits_second_factor, half.proven_at, half.expires_at = False, at, at + SIGN_IN_LASTS
    _arrive(session, outbox, half, at)
    return Entry(rotate(session, half), half, half.account)


def rotate(session: Session, row: SignIn) -> str:
    """Give a sign-in another token; whoever holds the former one is out."""
    token = secrets.token_urlsafe(32)
    row.token_hash = queries.digest(token)
    session.flush()
    return token


def confirm_identity(row: SignIn, *, at: datetime) -> None:
    """Somebody who is signed in has shown once more that it's them."""
    row.confirmed_at = at


def note_presence(session: Session, sign_in_id: int, *, at: datetime) -> None:
    """Write down that a sign-in was used, or that it's over: what has run out stays so if the clock goes back."""
    row = session.get_one(SignIn, sign_in_id)
    if row.revoked_at is not None:
        return
    if row.is_over_at(at):
        row.revoked_at = at
    else:
        row.last_seen_at = max(at, row.last_seen_at or at)


def end_overdue(session: Session, *, at: datetime) -> int:
    """Revoke whatever has run out or was left alone too long; return how many sign-ins that were."""
    with_roles = select(RoleGrant.account_id).where(RoleGrant.role.in_(GUARDED))
    idle = SignIn.account_id.in_(with_roles) & (SignIn.last_seen_at <= at - IDLE_WITH_ROLES)
    over = SignIn.revoked_at.is_(None) & ((SignIn.expires_at <= at) | idle)
    ids = session.scalars(select(SignIn.id).where(over)).all()
    session.execute(update(SignIn).where(SignIn.id.in_(ids)).values(revoked_at=at))
    return len(ids)


def sign_out(session: Session, token: str, *, at: datetime) -> None:
    """Revoke the sign-in of this token; an unknown token is fine."""
    own = update(SignIn).where(SignIn.token_hash == queries.digest(token), SignIn.revoked_at.is_(None))
    for account_id in session.scalars(own.values(revoked_at=at).returning(SignIn.account_id)).all():
        record(session, account_id, "account.signed_out", Subject.ACCOUNT, account_id, at=at)


def end_sign_in(session: Session, row: SignIn, *, at: datetime) -> None:
    """Revoke one sign-in; again is fine."""
    if row.revoked_at is None:
        row.revoked_at = at
        session.flush()
        record(session, row.account_id, "account.sign_in_ended", Subject.ACCOUNT, row.account_id, at=at, sign_in=row.id)


def sign_out_everywhere(session: Session, account: Account, *, at: datetime, but: SignIn | None = None) -> None:
    """Revoke every sign-in of this person, or every other."""
    live = SignIn.account_id == account.id, SignIn.revoked_at.is_(None)
    kept = (SignIn.id != but.id,) if but is not None else ()
    session.execute(update(SignIn).where(*live, *kept).values(revoked_at=at))


def _arrive(session: Session, outbox: Outbox, row: SignIn, at: datetime) -> None:
    row.confirmed_at = row.last_seen_at = at
    session.flush()
    if queries.is_new_browser(session, row):
        outbox.add(SignedInElsewhere(row.id))
    record(
        session, row.account_id, "account.signed_in", Subject.ACCOUNT, row.account_id, at=at, method=row.method.value
    )
