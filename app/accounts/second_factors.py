"""Reads about second factors."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.credentials import AuthenticatorApp, ForeignIdentity, Passkey, RecoveryCode


@dataclass(frozen=True)
class Overview:
    """What somebody has set up."""

    app: AuthenticatorApp | None
    passkeys: list[Passkey]
    codes_left: int

    @property
    def has_app(self) -> bool:
        """An app whose first code was right."""
        return self.app is not None and self.app.confirmed_at is not None

    @property
    def is_any(self) -> bool:
        """A second factor is asked for at sign-in."""
        return self.has_app or bool(self.passkeys)


def overview(session: Session, account_id: int) -> Overview:
    """All second factors of a person."""
    left = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    app = session.get(AuthenticatorApp, account_id)
    return Overview(app, passkeys_of(session, account_id), session.scalar(left) or 0)


def are_set_up(session: Session, account_id: int) -> bool:
    """Whether the person has an authenticator app or a passkey, in one statement."""
    app = exists().where(AuthenticatorApp.account_id == account_id, AuthenticatorApp.confirmed_at.is_not(None))
    passkey = exists().where(Passkey.account_id == account_id)
    return bool(session.scalar(select(or_(app, passkey))))


def passkeys_of(session: Session, account_id: int) -> list[Passkey]:
    """The person's passkeys, oldest first."""
    return list(session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)))


def passkey_by_id(session: Session, passkey_id: int) -> Passkey | None:
    """A passkey, or None."""
    return session.get(Passkey, passkey_id)


def passkey_by_credential(session: Session, credential_id: str) -> Passkey | None:
    """The passkey that an authenticator calls so, or None."""
    return session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def foreign_identity(session: Session, issuer: str, subject: str) -> ForeignIdentity | None:
    """Whose account belongs to somebody at an OpenID provider, if it was linked."""
    return session.get(ForeignIdentity, (issuer, subject))
