"""Open an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
