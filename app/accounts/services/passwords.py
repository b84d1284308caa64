"""A person's own password: shown again, changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Account, SignIn
from app.accounts.passwords import hash_password, is_right
from app.accounts.services.signing_in import rotate, sign_out_everywhere
from app.kernel.audit import Subject, record
from app.kernel.errors import Refusal, mark


class WrongPassword(Refusal):
    """The password isn't this person's."""


def check_password(account: Account, password: str) -> None:
    """Raise WrongPassword unless it's theirs."""
    if not is_right(password, account.password_hash):
        raise WrongPassword(mark("This isn't your password."))


def change_password(session: Session, row: SignIn, *, old: str, new: str, at: datetime) -> str:
    """Set another password, sign out everywhere else; return this browser's new token. Raises WrongPassword."""
    account = row.account
    check_password(account, old)
    account.password_hash = hash_password(new)
    sign_out_everywhere(session, account, at=at, but=row)
    record(session, account.id, "account.password_changed", Subject.ACCOUNT, account.id, at=at)
    return rotate(session, row)
