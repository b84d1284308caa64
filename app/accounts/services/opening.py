"""Open an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.events import (
    AccountOpened,
    AddressTaken,
)
from app.accounts.models import Account
from app.accounts.passwords import hash_password
from app.accounts.rules import (
    Occupation,
    Specialty,
)
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, mark
from app.kernel.outbox import Outbox


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


def sign_up(session: Session, outbox: Outbox, profile: Profile, password: str, *, at: datetime) -> None:
    """Open an account, or tell its owner by mail that it exists: the page says the same either way, as fast.

    The row is tried in both cases and the database says which it is, so that both do the same work.
    """
    encoded = hash_password(password)
    existing = queries.by_email(session, profile.email)
    account = _try_to_add(session, profile, encoded, at)
    if account is not None:
        record(session, account.id, "account.opened", Subject.ACCOUNT, account.id, at=at)
        outbox.add(AccountOpened(account.id))
        return
    taken = existing or queries.by_email(session, profile.email)
    if taken is not None:
        record(session, None, "account.address_taken", Subject.ACCOUNT, taken.id, at=at)
        outbox.add(AddressTaken(taken.id))


def open_account(session: Session, profile: Profile, password_hash: str, *, at: datetime) -> Account:
    """Add the account row; raises Conflict when the address is taken."""
    if queries.by_email(session, profile.email) is not None:
        raise Conflict(mark("There is an account with this address already."))
    account = _add(session, profile, password_hash, at)
    record(session, account.id, "account.opened", Subject.ACCOUNT, account.id, at=at)
    return account


def _try_to_add(session: Session, profile: Profile, password_hash: str, at: datetime) -> Account | None:
    try:
        with session.begin_nested():
            return _add(session, profile, password_hash, at)
    except IntegrityError:
        return None


def _add(session: Session, profile: Profile, password_hash: str, at: datetime) -> Account:
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
    return account
