"""Tables of the review queue: reviews, their append-only history, flags."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.kernel.database import Base, choice
from app.moderation.rules import Decision, Reason, ReviewKind, ReviewStatus


class Review(Base):
    """One thing to decide. A subject has one row per kind, opened again instead of doubled."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        CheckConstraint("claimed_by <> author_id", name="not_claimed_by_author"),
        CheckConstraint("decided_by <> author_id", name="not_decided_by_author"),
        CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claim_has_end"),
        CheckConstraint("status <> 'decided' OR decided_at IS NOT NULL", name="decision_dated"),
        Index("ix_review_queue", "status", "kind", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReviewKind] = mapped_column(choice(ReviewKind, "kind"))
    subject_id: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    status: Mapped[ReviewStatus] = mapped_column(choice(ReviewStatus, "status"), default=ReviewStatus.OPEN)
    opened_at: Mapped[datetime]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    claimed_until: Mapped[datetime | None]
    decision: Mapped[Decision | None] = mapped_column(choice(Decision, "decision"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy reads it as it stands

    author: Mapped[Account] = relationship(foreign_keys=author_id, lazy="joined", innerjoin=True)
    claimant: Mapped[Account | None] = relationship(foreign_keys=claimed_by, lazy="joined")

    def is_held_at(self, at: datetime) -> bool:
        """Whether somebody has taken it up and the lease runs."""
        return self.claimed_until is not None and at < self.claimed_until


class ReviewEntry(Base):
    """One thing that happened to a review. Append-only: the database refuses changes (trigger)."""

    __tablename__ = "review_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)


class Flag(Base):
    """A reader's objection; one live flag per person and subject."""

    __tablename__ = "flag"
    __table_args__ = (UniqueConstraint("review_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[Reason] = mapped_column(choice(Reason, "reason"))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class VerificationDocument(Base):
    """A redrawn photo of a licence or a student card, sealed; it goes with the decision, or with the request."""

    __tablename__ = "verification_document"

    verification_id: Mapped[int] = mapped_column(ForeignKey("verification.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    received_at: Mapped[datetime]
