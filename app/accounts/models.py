"""Tables of people, their roles, verifications, sign-ins and one-time links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.rules import EvidenceKind, Occupation, Specialty, TokenPurpose, VerificationStatus
from app.kernel.database import Base, choice
from app.policy.actor import Role


class Account(Base):
    """A person. `verified_until` is copied from the approved verification, so that no read needs a join.

    Suspended by a moderator, they can't come in. Paused by several people's flags, they can read and nothing else,
    until a moderator has decided.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("(suspended_at IS NULL) = (suspended_by IS NULL)", name="suspension_is_whole"),
        CheckConstraint("suspended_by <> id", name="not_suspended_by_self"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    occupation: Mapped[Occupation] = mapped_column(choice(Occupation, "occupation"))
    specialty: Mapped[Specialty | None] = mapped_column(choice(Specialty, "specialty"))
    country: Mapped[str] = mapped_column(String(2))
    institution: Mapped[str] = mapped_column(String(160), default="")
    registration_number: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]
    email_confirmed_at: Mapped[datetime | None]
    verified_until: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    suspended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    paused_at: Mapped[datetime | None]
    is_synthetic: Mapped[bool] = mapped_column(default=False)

    grants: Mapped[list[RoleGrant]] = relationship(cascade="all, delete-orphan", foreign_keys="RoleGrant.account_id")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles an operator has granted."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def author_id(self) -> int:
        """The person themselves: nobody decides about themselves."""
        return self.id


class RoleGrant(Base):
    """One role of one person."""

    __tablename__ = "role_grant"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role, "role"), primary_key=True)
    granted_at: Mapped[datetime]


class Verification(Base):
    """One request to be verified, with what was offered and what was decided."""

    __tablename__ = "verification"
    __table_args__ = (
        CheckConstraint("decided_by <> account_id", name="not_own"),
        CheckConstraint("(status = 'pending') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(status = 'approved') = (expires_at IS NOT NULL)", name="expires"),
        Index(
            "uq_verification_pending",
            "account_id",
            unique=True,
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind, "kind"))
    evidence: Mapped[str] = mapped_column(Text)
    status: Mapped[VerificationStatus] = mapped_column(
        choice(VerificationStatus, "status"), default=VerificationStatus.PENDING
    )
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    expires_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=account_id)

    @property
    def author_id(self) -> int:
        """The person it is about: nobody decides about themselves."""
        return self.account_id


class SignIn(Base):
    """One signed-in browser. The cookie holds a random token, this row only its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class OneTimeToken(Base):
    """A link sent by mail; good once, for a while. The row holds only the token's hash."""

    __tablename__ = "one_time_token"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[TokenPurpose] = mapped_column(choice(TokenPurpose, "purpose"))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
