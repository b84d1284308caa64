"""Links sent by mail, good once: confirm an address, set a new password."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.events import AccountOpened, AdmissionWanted, PasswordForgotten
from app.accounts.models import Account, OneTimeToken
from app.accounts.passwords import hash_password
from app.accounts.rules import Admission, TokenPurpose
from app.accounts.services.signing_in import sign_out_everywhere
from app.kernel.audit import Subject, record
from app.kernel.errors import Refusal, mark
from app.kernel.outbox import Outbox

NOBODY = 0
"""The id of no account: whoever writes the mail finds nobody to write to."""
LINK_LASTS = {TokenPurpose.CONFIRM_EMAIL: timedelta(days=3), TokenPurpose.RESET_PASSWORD: timedelta(hours=2)}


def ask_for_reset(session: Session, outbox: Outbox, email: str) -> None:
    """Have a link sent if the address is known; nothing tells whether it is, not even how long this takes."""
    account = queries.by_email(session, email)
    outbox.add(PasswordForgotten(account.id if account is not None else NOBODY))


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


def confirm_email(session: Session, outbox: Outbox, token: str, *, at: datetime) -> Account:
    """Use a confirmation link; raises Refusal when it was used or is too old.

    Whoever waits to be let in reaches the moderators now: an address that nobody reads waits for nothing.
    """
    account = _use(session, token, TokenPurpose.CONFIRM_EMAIL, at)
    if account.email_confirmed_at is None:
        account.email_confirmed_at = at
        record(session, account.id, "account.email_confirmed", Subject.ACCOUNT, account.id, at=at)
        if account.admission is Admission.WAITING:
            outbox.add(AdmissionWanted(account.id))
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
