"""Tables of people, their roles, verifications, sign-ins and one-time links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.rules import (
    GUARDED,
    IDLE_WITH_ROLES,
    EvidenceKind,
    Occupation,
    SignInMethod,
    Specialty,
    TokenPurpose,
    VerificationStatus,
)
from app.kernel.database import Base, choice
from app.policy.actor import Role


class Account(Base):
    """A person. `verified_until` is copied from the approved verification, so that no read needs a join.

    Of somebody who has left the row stays, because what they published points at it, but nothing that tells who.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint(
            "deleted_at IS NULL OR (password_hash = '' AND institution = '' AND registration_number = ''"
            " AND email = 'former-' || id || '@casebook.invalid' AND email_confirmed_at IS NULL"
            " AND verified_until IS NULL)",
            name="gone_tells_nothing",
        ),
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
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    deleted_at: Mapped[datetime | None]

    grants: Mapped[list[RoleGrant]] = relationship(cascade="all, delete-orphan", foreign_keys="RoleGrant.account_id")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles an operator has granted."""
        return frozenset(grant.role for grant in self.grants)


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
    """One signed-in browser. The cookie holds a random token, this row only its hash.

    While it `awaits_second_factor` nobody is signed in by it; `proven_at` is when a second factor was shown in it,
    `confirmed_at` when the person last showed that it's them. `browser` is plain words, `browser_hash` of a cookie
    that outlives sign-ins.
    """

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint("NOT awaits_second_factor OR proven_at IS NULL", name="proven_awaits_nothing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    method: Mapped[SignInMethod] = mapped_column(choice(SignInMethod, "method"), default=SignInMethod.PASSWORD)
    awaits_second_factor: Mapped[bool] = mapped_column(default=False)
    proven_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(80), default="")
    browser_hash: Mapped[str] = mapped_column(String(64), default="")

    account: Mapped[Account] = relationship()

    @property
    def author_id(self) -> int:
        """Whose it is."""
        return self.account_id

    def is_over_at(self, at: datetime) -> bool:
        """Run out, or left alone for too long by somebody with a role that is worth stealing."""
        seen = self.last_seen_at or self.created_at
        return at >= self.expires_at or (at >= seen + IDLE_WITH_ROLES and bool(self.account.roles & GUARDED))


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
