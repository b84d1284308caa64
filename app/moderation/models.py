"""Tables of the review queue: reviews, their append-only history, flags."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.kernel.database import Base, choice
from app.moderation.rules import Decision, Reason, ReviewKind, ReviewStatus


class Review(Base):
    """One thing to decide. A subject has one row per kind, opened again instead of doubled.

    `case_id` is the case that a picture or an item is part of. `parties` have worked on the subject besides its author.
    `first_by` has looked before whoever decides: as the first of two people who are needed, for the content with
    `first_hash`; or as who decided what is looked at a second time.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        CheckConstraint("claimed_by <> author_id", name="not_claimed_by_author"),
        CheckConstraint("decided_by <> author_id", name="not_decided_by_author"),
        CheckConstraint("first_by <> author_id", name="first_is_not_author"),
        CheckConstraint("status <> 'decided' OR first_by <> decided_by", name="decided_by_another"),
        CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claim_has_end"),
        CheckConstraint("status <> 'decided' OR decided_at IS NOT NULL", name="decision_dated"),
        Index("ix_review_queue", "status", "kind", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReviewKind] = mapped_column(choice(ReviewKind, "kind"))
    subject_id: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    status: Mapped[ReviewStatus] = mapped_column(choice(ReviewStatus, "status"), default=ReviewStatus.OPEN)
    opened_at: Mapped[datetime]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    claimed_until: Mapped[datetime | None]
    first_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    first_hash: Mapped[str] = mapped_column(String(64), default="")
    decision: Mapped[Decision | None] = mapped_column(choice(Decision, "decision"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy reads it as it stands

    author: Mapped[Account] = relationship(foreign_keys=author_id, lazy="joined", innerjoin=True)
    claimant: Mapped[Account | None] = relationship(foreign_keys=claimed_by, lazy="joined")
    first: Mapped[Account | None] = relationship(foreign_keys=first_by, lazy="select")
    parties: Mapped[list[ReviewParty]] = relationship(cascade="all, delete-orphan")

    def is_held_at(self, at: datetime) -> bool:
        """Whether somebody has taken it up and the lease runs."""
        return self.claimed_until is not None and at < self.claimed_until

    @property
    def co_author_ids(self) -> frozenset[int]:
        """Who besides the author may not decide."""
        return frozenset(party.account_id for party in self.parties)


class ReviewParty(Base):
    """Somebody who has worked on what is to be decided about, and so may not decide."""

    __tablename__ = "review_party"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)


class ReviewEntry(Base):
    """One thing that happened to a review. Append-only: the database refuses changes (trigger)."""

    __tablename__ = "review_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)


class SecondLook(Base):
    """A decision about a case that was drawn, and what a second moderator, who isn't told of it, says of the same.

    The row stays when the case has ended: codes and ids, from which agreement is worked out.
    """

    __tablename__ = "second_look"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        CheckConstraint("opinion_by <> decided_by", name="opinion_of_another"),
        CheckConstraint(
            "(opinion IS NULL) = (opinion_by IS NULL) AND (opinion IS NULL) = (opinion_at IS NULL)",
            name="opinion_is_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("review_entry.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    decision: Mapped[Decision] = mapped_column(choice(Decision, "decision"))
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    drawn_at: Mapped[datetime]
    opinion: Mapped[Decision | None] = mapped_column(choice(Decision, "opinion"))
    opinion_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opinion_at: Mapped[datetime | None]


class Flag(Base):
    """A reader's objection; one live flag per person and subject."""

    __tablename__ = "flag"
    __table_args__ = (UniqueConstraint("review_id", "account_id"), Index("ix_flag_account_id", "account_id", "at"))

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
