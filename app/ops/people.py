"""People made by an operator on the command line: confirmed, and verified where asked for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from app.accounts import queries, services
from app.accounts.models import Account, Invitation
from app.accounts.passwords import hash_password
from app.accounts.rules import VERIFIABLE
from app.kernel.audit import Subject, record
from app.kernel.errors import NotFound, Refusal, mark
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.policy.actor import Role

VERIFIED_FOR = timedelta(days=2 * 365)


def create(house: House, profile: services.Profile, password: str, *, verified: bool) -> Account:
    """Open an account whose address counts as confirmed; raises Refusal when the address is taken."""
    at = house.clock.now()
    with house.database.writing() as session:
        account = services.open_account(session, profile, hash_password(password), at=at)
        account.email_confirmed_at = at
        if verified:
            if profile.occupation not in VERIFIABLE:
                raise Refusal(mark("Only healthcare occupations and their students can be verified."))
            account.verified_until = at + VERIFIED_FOR
            record(session, None, "verification.by_operator", Subject.ACCOUNT, account.id, at=at)
        return account


def invite(house: House, email: str) -> Invitation:
    """Have an invitation sent in the name of the instance; it opens one account."""
    at = house.clock.now()
    if "@" not in email.strip("@ "):
        raise Refusal(mark("%(email)s isn't an e-mail address."), email=email)
    with house.database.writing() as session:
        return services.invite(session, Outbox(session, at), None, address=email, at=at)


def grant(house: House, email: str, role: Role) -> None:
    """Entrust a person with a role; raises NotFound for an unknown address."""
    with house.database.writing() as session:
        services.grant_role(session, _known(session, email), role, by=None, at=house.clock.now())


def reset_second_factor(house: House, email: str) -> None:
    """Forget a person's app, passkeys and recovery codes, and sign them out; raises NotFound."""
    with house.database.writing() as session:
        services.reset_second_factor(session, _known(session, email), at=house.clock.now())


def _known(session: Session, email: str) -> Account:
    account = queries.by_email(session, email)
    if account is None:
        raise NotFound(mark("Nobody has the address %(email)s."), email=email)
    return account
