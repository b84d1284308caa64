"""Tables of a case's thread: blind opinions with their hypotheses, comments, resolutions.

`kept_reason` is why somebody kept words that look like an identifier; moderators see it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.cases.models import Case
from app.kernel.database import Base, choice
from app.policy.actor import Standing
from app.threads.rules import Basis, Certainty, ResolutionStatus


class Opinion(Base):
    """A person's blind opinion; `skipped` means they chose to read only. One per person and case."""

    __tablename__ = "opinion"
    __table_args__ = (
        UniqueConstraint("case_id", "account_id"),
        CheckConstraint("certainty BETWEEN 0 AND 100", name="certainty_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    skipped: Mapped[bool] = mapped_column(default=False)
    certainty: Mapped[int | None]
    standing: Mapped[Standing] = mapped_column(choice(Standing, "standing"))
    kept_reason: Mapped[str] = mapped_column(String(300), default="")
    given_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    hypotheses: Mapped[list[Hypothesis]] = relationship(
        lazy="selectin", order_by="Hypothesis.rank", cascade="all, delete-orphan"
    )


class Hypothesis(Base):
    """One diagnosis of a ranked differential."""

    __tablename__ = "hypothesis"
    __table_args__ = (
        UniqueConstraint("opinion_id", "rank"),
        CheckConstraint("rank BETWEEN 1 AND 3", name="rank_range"),
        CheckConstraint("diagnosis <> ''", name="diagnosis_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    rank: Mapped[int]
    diagnosis: Mapped[str] = mapped_column(String(160))
    reason: Mapped[str] = mapped_column(Text, default="")


class Comment(Base):
    """One contribution to the discussion. A flag hides it at once; removed by moderators, it keeps no text."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("removed_at IS NULL OR (hidden_at IS NOT NULL AND body = '')", name="removed_keeps_no_text"),
        Index("ix_comment_thread", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reply_to: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    standing: Mapped[Standing] = mapped_column(choice(Standing, "standing"))
    body: Mapped[str] = mapped_column(Text)
    kept_reason: Mapped[str] = mapped_column(String(300), default="")
    posted_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    author: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    case: Mapped[Case] = relationship()
    answered: Mapped[Comment | None] = relationship(remote_side=id)

    def is_shown_at(self, at: datetime) -> bool:
        """Neither flagged nor removed, and its case can be read."""
        return self.hidden_at is None and self.case.is_shown_at(at)


class Agreement(Base):
    """One person agrees with one comment of somebody else, as they stood then."""

    __tablename__ = "agreement"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    standing: Mapped[Standing] = mapped_column(choice(Standing, "standing"))
    at: Mapped[datetime]


class Resolution(Base):
    """A diagnosis with its basis and certainty. At most one is live (proposed or confirmed) per case."""

    __tablename__ = "resolution"
    __table_args__ = (
        CheckConstraint("confirmed_by <> proposed_by", name="confirmed_by_another"),
        CheckConstraint("disputed_by <> proposed_by", name="disputed_by_another"),
        CheckConstraint("status <> 'confirmed' OR confirmed_at IS NOT NULL", name="confirmation_dated"),
        Index(
            "uq_resolution_live",
            "case_id",
            unique=True,
            sqlite_where=text("status IN ('proposed', 'confirmed')"),
            postgresql_where=text("status IN ('proposed', 'confirmed')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    status: Mapped[ResolutionStatus] = mapped_column(
        choice(ResolutionStatus, "status"), default=ResolutionStatus.PROPOSED
    )
    diagnosis: Mapped[str] = mapped_column(String(160))
    basis: Mapped[Basis] = mapped_column(choice(Basis, "basis"))
    certainty: Mapped[Certainty] = mapped_column(choice(Certainty, "certainty"))
    explanation: Mapped[str] = mapped_column(Text)
    teaching_points: Mapped[list[str]] = mapped_column(JSON, default=list)
    kept_reason: Mapped[str] = mapped_column(String(300), default="")
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    disputed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    dissent: Mapped[str] = mapped_column(Text, default="")

    case: Mapped[Case] = relationship()
    proposer: Mapped[Account] = relationship(foreign_keys=proposed_by, lazy="joined", innerjoin=True)
    confirmer: Mapped[Account | None] = relationship(foreign_keys=confirmed_by, lazy="joined")
    disputer: Mapped[Account | None] = relationship(foreign_keys=disputed_by, lazy="joined")

    @property
    def author_id(self) -> int:
        """Who proposed it, and so can't confirm it."""
        return self.proposed_by

    def is_shown_at(self, at: datetime) -> bool:
        """Whether its case is part of the library."""
        return self.case.is_shown_at(at)
