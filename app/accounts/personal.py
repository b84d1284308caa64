"""What this room holds about a person. No secret is in it: a stolen export opens no door."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Executable, or_, select
from sqlalchemy.orm import Session

from app.accounts.credentials import AuthenticatorApp, ForeignIdentity, Passkey, RecoveryCode
from app.accounts.models import Account, Invitation, RoleGrant, SignIn, Verification
from app.kernel.audit import AuditEntry, Subject
from app.kernel.personal import Chapter, rows


def export(session: Session, account_id: int) -> Iterator[Chapter]:
    """Profile, roles, verifications, sign-ins, what somebody proves themselves with, and the audit log's rows."""
    yield Chapter("profile", "Profile", rows(session, _profile(account_id)))
    of_roles = select(RoleGrant.role, RoleGrant.granted_at).where(RoleGrant.account_id == account_id)
    yield Chapter("roles", "Roles", rows(session, of_roles))
    yield Chapter("verifications", "Verifications", rows(session, _verifications(account_id)))
    asked = select(Invitation.created_at, Invitation.expires_at, Invitation.used_at, Invitation.revoked_at)
    mine = asked.where(Invitation.invited_by == account_id).order_by(Invitation.id)
    yield Chapter("invitations", "Invitations you made", rows(session, mine))
    yield Chapter("sign_ins", "Sign-ins", rows(session, _sign_ins(account_id)))
    yield Chapter("second_factors", "Second factors", _second_factors(session, account_id))
    yield Chapter("audit", "What the audit log says of you", rows(session, _audit(account_id)))


def _profile(account_id: int) -> Executable:
    return select(
        Account.id,
        Account.name,
        Account.email,
        Account.occupation,
        Account.specialty,
        Account.country,
        Account.institution,
        Account.registration_number,
        Account.created_at,
        Account.email_confirmed_at,
        Account.verified_until,
        Account.name_hidden,
        Account.studying_since,
    ).where(Account.id == account_id)


def _verifications(account_id: int) -> Executable:
    """Evidence is erased by the decision, and one's own words until then are on the account page."""
    wanted = select(
        Verification.kind,
        Verification.status,
        Verification.created_at,
        Verification.decided_at,
        Verification.reason,
        Verification.expires_at,
    )
    return wanted.where(Verification.account_id == account_id).order_by(Verification.id)


def _sign_ins(account_id: int) -> Executable:
    wanted = select(
        SignIn.method, SignIn.browser, SignIn.created_at, SignIn.last_seen_at, SignIn.expires_at, SignIn.revoked_at
    )
    return wanted.where(SignIn.account_id == account_id).order_by(SignIn.id)


def _second_factors(session: Session, account_id: int) -> list[dict[str, object]]:
    app = select(AuthenticatorApp.created_at, AuthenticatorApp.confirmed_at)
    keys = select(Passkey.name, Passkey.created_at, Passkey.last_used_at)
    codes = select(RecoveryCode.made_at, RecoveryCode.used_at)
    links = select(ForeignIdentity.issuer, ForeignIdentity.subject, ForeignIdentity.linked_at)
    return [
        {"kind": kind, **row}
        for kind, wanted, table in (
            ("authenticator app", app, AuthenticatorApp),
            ("passkey", keys, Passkey),
            ("recovery code", codes, RecoveryCode),
            ("account elsewhere", links, ForeignIdentity),
        )
        for row in rows(session, wanted.where(table.account_id == account_id))
    ]


def _audit(account_id: int) -> Executable:
    about = (AuditEntry.subject == Subject.ACCOUNT.value) & (AuditEntry.subject_id == account_id)
    wanted = select(AuditEntry.at, AuditEntry.action, AuditEntry.subject, AuditEntry.subject_id, AuditEntry.detail)
    return wanted.where(or_(AuditEntry.actor_id == account_id, about)).order_by(AuditEntry.id)
