"""Tables of what people prove themselves with besides a password.

Authenticator apps, passkeys, recovery codes, accounts elsewhere, and the challenges that passkeys answer.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.kernel.database import Base, choice


class Ceremony(StrEnum):
    """What a passkey is asked for."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    CONFIRM = "confirm"


class AuthenticatorApp(Base):
    """The one app of a person that shows codes (RFC 6238). It counts once its first code was right.

    `last_step` is the number of the half minute whose code was used last: no code is taken twice, nor an older one.
    """

    __tablename__ = "authenticator_app"
    __table_args__ = (CheckConstraint("last_step >= 0", name="last_step_is_a_count"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class Passkey(Base):
    """One passkey (WebAuthn): the public half alone. `sign_count` is the authenticator's own, where it keeps one."""

    __tablename__ = "passkey"
    __table_args__ = (CheckConstraint("sign_count >= 0", name="sign_count_is_a_count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()

    @property
    def author_id(self) -> int:
        """Whose it is."""
        return self.account_id


class RecoveryCode(Base):
    """A code on paper, good once, for when app and passkey are lost. Its 80 random bits need no slow hash."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """What a passkey was asked to sign; the row goes when it's answered, so that no answer counts twice."""

    __tablename__ = "passkey_challenge"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    ceremony: Mapped[Ceremony] = mapped_column(choice(Ceremony, "ceremony"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]


class ForeignIdentity(Base):
    """Who somebody is at an OpenID provider: the issuer and its name for the person, which never changes there."""

    __tablename__ = "foreign_identity"

    issuer: Mapped[str] = mapped_column(String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    linked_at: Mapped[datetime]
