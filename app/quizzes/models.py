"""Tables of items, their options and the append-only attempts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cases.models import Case
from app.kernel.database import Base, choice
from app.quizzes.rules import ItemStatus, OptionSource


class Item(Base):
    """One single-best-answer question made from one confirmed resolution.

    `content_hash` is of the case as it was when the stem was written: the stem quotes the case, so it counts only as
    long as moderators' confirmation of that very text does. `alarmed_at`: a learner has flagged it, and nobody is asked
    it until moderators have decided.
    """

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("status <> 'live' OR accepted_by IS NOT NULL", name="live_is_accepted"),
        CheckConstraint(
            "status <> 'retired' OR (stem = '' AND lead_in = '' AND teaching_point = '')", name="retired_keeps_nothing"
        ),
        CheckConstraint("status <> 'live' OR alarmed_at IS NULL", name="live_is_not_alarmed"),
        Index("ix_item_status", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), unique=True)
    status: Mapped[ItemStatus] = mapped_column(choice(ItemStatus, "status"), default=ItemStatus.DRAFT)
    stem: Mapped[str] = mapped_column(Text)
    lead_in: Mapped[str] = mapped_column(String(300))
    teaching_point: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    drafted_at: Mapped[datetime]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None]
    alarmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy reads it as it stands

    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    options: Mapped[list[Option]] = relationship(
        lazy="selectin", order_by="Option.position", cascade="all, delete-orphan"
    )

    @property
    def author_id(self) -> int:
        """The case's author, who may edit the item besides faculty."""
        return self.case.author_id

    def is_shown_at(self, at: datetime) -> bool:
        """Whether its case is part of the library."""
        return self.case.is_shown_at(at)


class Option(Base):
    """One answer to choose. Exactly one option of an item is the key."""

    __tablename__ = "option"
    __table_args__ = (
        UniqueConstraint("item_id", "position"),
        Index(
            "uq_option_key",
            "item_id",
            unique=True,
            sqlite_where=text("is_key"),
            postgresql_where=text("is_key"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    is_key: Mapped[bool]
    rationale: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[OptionSource] = mapped_column(choice(OptionSource, "source"))
    argued_by: Mapped[int] = mapped_column(default=0)
    is_offered: Mapped[bool] = mapped_column(default=True)


class Attempt(Base):
    """One answer. Append-only (trigger): one per person, item and sitting.

    `option_position` and not a foreign key: learners keep their scores when the item has lost its content.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("account_id", "item_id", "sitting"),
        CheckConstraint("certainty BETWEEN 1 AND 3", name="certainty_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    sitting: Mapped[str] = mapped_column(String(36))
    option_position: Mapped[int]
    is_correct: Mapped[bool]
    certainty: Mapped[int | None]
    at: Mapped[datetime]
