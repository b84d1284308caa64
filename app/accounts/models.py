"""Tables of people, their roles, verifications, sign-ins and one-time links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.rules import (
    GUARDED,
    IDLE_WITH_ROLES,
    Admission,
    EvidenceKind,
    InvitationState,
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

    Suspended by a moderator, they can't come in. Paused by several people's flags, they can read and nothing else,
    until a moderator has decided.
    Of somebody who has left the row stays, because what they published points at it, but nothing that tells who.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("(suspended_at IS NULL) = (suspended_by IS NULL)", name="suspension_is_whole"),
        CheckConstraint("suspended_by <> id", name="not_suspended_by_self"),
        CheckConstraint("studying_since BETWEEN 1950 AND 2200", name="studying_since_is_a_year"),
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
    suspended_at: Mapped[datetime | None]
    suspended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    paused_at: Mapped[datetime | None]
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    admission: Mapped[Admission] = mapped_column(choice(Admission, "admission"), default=Admission.ADMITTED)
    name_hidden: Mapped[bool] = mapped_column(default=False)
    name_chosen_at: Mapped[datetime | None] = mapped_column(index=True)
    studying_since: Mapped[int | None]
    reminded_for: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

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
    """One request to be verified, with what was offered and what was decided.

    `ready_at` is when it reached the moderators: before that somebody must open the link that went to `address`, an
    institution's or a colleague's.
    """

    __tablename__ = "verification"
    __table_args__ = (
        CheckConstraint("decided_by <> account_id", name="not_own"),
        CheckConstraint("(status = 'pending') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(status = 'approved') = (expires_at IS NOT NULL)", name="expires"),
        CheckConstraint("decided_by IS NULL OR ready_at IS NOT NULL", name="decided_when_ready"),
        CheckConstraint("vouched_by <> account_id", name="not_vouched_by_self"),
        CheckConstraint("(vouched_by IS NULL) = (vouched_at IS NULL)", name="vouched"),
        CheckConstraint(
            "status = 'pending' OR (evidence = '' AND address = '' AND token_hash IS NULL)", name="evidence_erased"
        ),
        Index("uq_verification_token_hash", "token_hash", unique=True),
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
    address: Mapped[str] = mapped_column(String(254), default="")
    token_hash: Mapped[str | None] = mapped_column(String(64))
    token_until: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    vouched_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    vouched_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=account_id)
    voucher: Mapped[Account | None] = relationship(foreign_keys=vouched_by)

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


class Invitation(Base):
    """A link that opens one account. The row holds only the token's hash, and the address until it has been used."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        UniqueConstraint("account_id"),
        CheckConstraint("(used_at IS NULL) = (account_id IS NULL)", name="used_for_an_account"),
        CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name="not_used_and_revoked"),
        CheckConstraint("(used_at IS NULL AND revoked_at IS NULL) OR address = ''", name="address_erased"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    inviter: Mapped[Account | None] = relationship(foreign_keys=invited_by)

    def state_at(self, at: datetime) -> InvitationState:
        """What has become of it."""
        if self.used_at is not None:
            return InvitationState.USED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if at < self.expires_at else InvitationState.EXPIRED

    def is_open_at(self, at: datetime) -> bool:
        """Whether its link opens an account."""
        return self.state_at(at) is InvitationState.OPEN
