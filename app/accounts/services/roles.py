"""Entrust people with roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Account, RoleGrant
from app.accounts.services.signing_in import sign_out_everywhere
from app.kernel.audit import Subject, record
from app.policy.actor import Role


def grant_role(session: Session, account: Account, role: Role, *, by: int | None, at: datetime) -> None:
    """Entrust a person with a role; granting twice is fine. They sign in anew: a role is worth a fresh sign-in."""
    if role in account.roles:
        return
    account.grants.append(RoleGrant(role=role, granted_at=at))
    session.flush()
    sign_out_everywhere(session, account, at=at)
    record(session, by, "account.role_granted", Subject.ACCOUNT, account.id, at=at, role=role.value)
