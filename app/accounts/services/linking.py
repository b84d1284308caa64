"""People who come from an OpenID provider: known by its name for them, linked once they showed their password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import queries, second_factors
from app.accounts.browsers import Browser
from app.accounts.credentials import ForeignIdentity
from app.accounts.models import Account
from app.accounts.rules import SignInMethod
from app.accounts.services.passwords import check_password
from app.accounts.services.signing_in import Entry, enter
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, Refusal, mark
from app.kernel.outbox import Outbox


class Stranger(Refusal):
    """Nobody here has that address, or the provider doesn't vouch for it."""


@dataclass(frozen=True)
class Visitor:
    """Whom the provider says somebody is. `issuer` and `subject` together never change; addresses do."""

    issuer: str
    subject: str
    email: str
    email_is_verified: bool


def arrive_from_elsewhere(
    session: Session, outbox: Outbox, visitor: Visitor, *, browser: Browser, at: datetime
) -> Entry | None:
    """Let in whoever was linked before. None: there's an account of that address, and it must be linked first.

    Raises Stranger where there's none, or where the address isn't one that the provider has checked.
    """
    known = second_factors.foreign_identity(session, visitor.issuer, visitor.subject)
    if known is not None:
        account = session.get_one(Account, known.account_id)
        return enter(session, outbox, account, SignInMethod.ELSEWHERE, browser=browser, at=at)
    linkable(session, visitor)
    return None


def linkable(session: Session, visitor: Visitor) -> Account:
    """The account with the visitor's address, whose owner has confirmed it here as they have there."""
    if not visitor.email_is_verified:
        raise Stranger(mark("Your address isn't confirmed there. Confirm it, or sign in with your password."))
    account = queries.by_email(session, visitor.email)
    if account is None or account.email_confirmed_at is None:
        raise Stranger(mark("No account here has your address from there. Open one first, and confirm the address."))
    return account


def link_identity(
    session: Session, outbox: Outbox, visitor: Visitor, password: str, *, browser: Browser, at: datetime
) -> Entry:
    """Link the account once its owner has shown its password, and let them in; raises WrongPassword, Stranger."""
    account = linkable(session, visitor)
    check_password(account, password)
    if second_factors.foreign_identity(session, visitor.issuer, visitor.subject) is not None:
        raise Conflict(mark("This is linked already. Sign in again."))
    session.add(ForeignIdentity(issuer=visitor.issuer, subject=visitor.subject, account_id=account.id, linked_at=at))
    session.flush()
    record(session, account.id, "account.linked", Subject.ACCOUNT, account.id, at=at)
    return enter(session, outbox, account, SignInMethod.ELSEWHERE, browser=browser, at=at)
