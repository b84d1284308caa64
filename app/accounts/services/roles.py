"""Entrust people with roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Account, RoleGrant
from app.accounts.regions import abilities
from app.accounts.services.signing_in import sign_out_everywhere
from app.kernel.audit import Subject, record
from app.kernel.errors import Refusal, mark
from app.policy.actor import Ability, Role


def grant_role(session: Session, account: Account, role: Role, *, by: int | None, at: datetime) -> None:
    """Entrust a person with a role; granting twice is fine. They sign in anew: a role is worth a fresh sign-in.

    Raises Refusal for a moderator whose occupation isn't entrusted with that in their country.
    """
    if role in account.roles:
        return
    if role is Role.MODERATOR and Ability.MODERATE not in abilities(account.occupation, account.country):
        raise Refusal(mark("This occupation isn't entrusted with moderation in that country: see docs/regions.md."))
    account.grants.append(RoleGrant(role=role, granted_at=at))
    session.flush()
    sign_out_everywhere(session, account, at=at)
    record(session, by, "account.role_granted", Subject.ACCOUNT, account.id, at=at, role=role.value)
