"""Passkeys: asked for, added, used, taken away."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts import second_factors
from app.accounts.credentials import Ceremony, Passkey, PasskeyChallenge
from app.accounts.models import Account
from app.accounts.passkeys import NewKey, PasskeyRefused
from app.accounts.services.securing import forget_stray_codes
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, Refusal, mark

CHALLENGE_LASTS = timedelta(minutes=5)
NAME_LENGTH = 60
MOST_PASSKEYS = 20


def make_challenge(session: Session, ceremony: Ceremony, account_id: int | None, *, at: datetime) -> bytes:
    """64 random bytes for a passkey to sign, once, within five minutes."""
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= at))
    challenge = secrets.token_bytes(64)
    session.add(
        PasskeyChallenge(
            digest=_digest(challenge), ceremony=ceremony, account_id=account_id, expires_at=at + CHALLENGE_LASTS
        )
    )
    session.flush()
    return challenge


def use_challenge(
    session: Session, challenge: bytes, ceremony: Ceremony, account_id: int | None, *, at: datetime
) -> None:
    """Spend a challenge; raises PasskeyRefused when it was spent, is too old, or was for something else."""
    wanted = delete(PasskeyChallenge).where(
        PasskeyChallenge.digest == _digest(challenge),
        PasskeyChallenge.ceremony == ceremony,
        PasskeyChallenge.account_id.is_(None) if account_id is None else PasskeyChallenge.account_id == account_id,
        PasskeyChallenge.expires_at > at,
    )
    if session.scalar(wanted.returning(PasskeyChallenge.digest)) is None:
        raise PasskeyRefused()


def add_passkey(session: Session, account: Account, key: NewKey, name: str, *, at: datetime) -> Passkey:
    """Keep a passkey that was just made; raises Conflict for one that is known."""
    known = second_factors.passkeys_of(session, account.id)
    if len(known) >= MOST_PASSKEYS:
        raise Refusal(mark("You have %(number)s passkeys: remove one that you don't use."), number=len(known))
    if second_factors.passkey_by_credential(session, key.credential_id) is not None:
        raise Conflict(mark("This passkey is known already."))
    passkey = Passkey(
        account_id=account.id,
        credential_id=key.credential_id,
        public_key=key.public_key,
        sign_count=key.sign_count,
        name=name.strip()[:NAME_LENGTH],
        created_at=at,
    )
    session.add(passkey)
    session.flush()
    record(session, account.id, "account.passkey_added", Subject.ACCOUNT, account.id, at=at, passkey=passkey.id)
    return passkey


def note_use(passkey: Passkey, sign_count: int, *, at: datetime) -> None:
    """Keep the authenticator's count, so that a copy of it stands out."""
    passkey.sign_count, passkey.last_used_at = sign_count, at


def rename_passkey(session: Session, passkey: Passkey, name: str, *, at: datetime) -> None:
    """Call a passkey by another name."""
    passkey.name = name.strip()[:NAME_LENGTH]
    session.flush()
    about = passkey.account_id
    record(session, about, "account.passkey_renamed", Subject.ACCOUNT, about, at=at, passkey=passkey.id)


def remove_passkey(session: Session, passkey: Passkey, *, at: datetime) -> None:
    """Forget a passkey."""
    account = passkey.account
    session.delete(passkey)
    session.flush()
    record(session, account.id, "account.passkey_removed", Subject.ACCOUNT, account.id, at=at, passkey=passkey.id)
    forget_stray_codes(session, account)


def _digest(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()
