"""Tables of cases: the case, its pictures and tags, its append-only history and revisions, its tombstone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.accounts.rules import Specialty
from app.cases.rules import (
    EDITABLE,
    GONE,
    OPEN_CHANGES,
    SHOWN,
    TITLE_LENGTH,
    WRITABLE_CHANGES,
    AgeBand,
    BodySystem,
    CaseStatus,
    ChangeConsent,
    ChangeReason,
    ChangeStatus,
    Difficulty,
    EndReason,
    Licence,
    Modality,
    Region,
    Setting,
    Sex,
    SkinTone,
)
from app.deid.rules import Label
from app.kernel.database import Base, choice
from app.media.models import Image


class Case(Base):
    """One case. `content_hash` covers text and pictures; what is shown was confirmed by two people for that hash.

    `consented` (for the library), `quiz_consented` and `consent_ends_at` are kept by the consent room, so that no read
    of a case needs a join. A case that was withdrawn from the library alone keeps its standing: it's asked, not shown.
    `working_diagnosis` is the author's own note: it gives the answer away, so it's on no page of readers.
    `open_identifiers` counts what was found in the text that its author has neither replaced nor kept with a reason.
    `removed_identifiers` counts those that were replaced. `shows_place`: whether readers see where the author works.
    `delay_days` pass between approval and the moment `shown_from`, before which nobody reads it.
    `delicate` is what its author says that it shows, `delicate_found` what moderators add. `needs_two` was found when
    it was last approved: then `first_approved_by` is the first of two moderators, and `approved_by` the second.
    `changed_at`: when readers first saw the last approved change.
    `vitals`, `laboratory`, `timeline` and `sources` (references) are rows of tables, each a row's words by its columns.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(
            "status NOT IN ('published', 'resolved') OR (published_at IS NOT NULL"
            " AND author_confirmed = content_hash AND moderator_confirmed = content_hash)",
            name="shown_is_confirmed_twice",
        ),
        CheckConstraint(
            "status NOT IN ('published', 'resolved') OR consented OR quiz_consented", name="shown_is_consented"
        ),
        CheckConstraint(
            "status NOT IN ('withdrawn', 'taken_down') OR NOT (consented OR quiz_consented)",
            name="gone_is_consented_to_nothing",
        ),
        CheckConstraint(
            "status NOT IN ('withdrawn', 'taken_down') OR (title = '' AND presentation = '' AND history = ''"
            " AND examination = '' AND investigations = '' AND findings = '' AND question = ''"
            " AND working_diagnosis = '' AND content_hash = '')",
            name="gone_keeps_no_text",
        ),
        CheckConstraint("approved_by <> author_id", name="not_approved_by_author"),
        CheckConstraint("first_approved_by <> author_id", name="not_first_approved_by_author"),
        CheckConstraint(
            "NOT needs_two OR status NOT IN ('published', 'resolved')"
            " OR (first_approved_by IS NOT NULL AND first_approved_by <> approved_by)",
            name="delicate_is_approved_by_two",
        ),
        UniqueConstraint("author_id", "source_reference"),
        Index("ix_cases_shown", "status", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    status: Mapped[CaseStatus] = mapped_column(choice(CaseStatus, "status"), default=CaseStatus.DRAFT)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    presentation: Mapped[str] = mapped_column(Text, default="")
    history: Mapped[str] = mapped_column(Text, default="")
    examination: Mapped[str] = mapped_column(Text, default="")
    investigations: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    working_diagnosis: Mapped[str] = mapped_column(Text, default="")
    specialty: Mapped[Specialty] = mapped_column(choice(Specialty, "specialty"), default=Specialty.OTHER)
    modality: Mapped[Modality] = mapped_column(choice(Modality, "modality"), default=Modality.OTHER)
    age_band: Mapped[AgeBand] = mapped_column(choice(AgeBand, "age_band"), default=AgeBand.UNKNOWN)
    sex: Mapped[Sex] = mapped_column(choice(Sex, "sex"), default=Sex.NOT_STATED)
    body_system: Mapped[BodySystem | None] = mapped_column(choice(BodySystem, "body_system"))
    skin_tone: Mapped[SkinTone | None] = mapped_column(choice(SkinTone, "skin_tone"))
    setting: Mapped[Setting | None] = mapped_column(choice(Setting, "setting"))
    region: Mapped[Region | None] = mapped_column(choice(Region, "region"))
    difficulty: Mapped[Difficulty | None] = mapped_column(choice(Difficulty, "difficulty"))
    licence: Mapped[Licence] = mapped_column(choice(Licence, "licence"), default=Licence.HERE_ONLY)
    vitals: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    laboratory: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    timeline: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    sources: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    source_reference: Mapped[str | None] = mapped_column(String(120))
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    author_confirmed: Mapped[str] = mapped_column(String(64), default="")
    moderator_confirmed: Mapped[str] = mapped_column(String(64), default="")
    open_identifiers: Mapped[int] = mapped_column(default=0)
    removed_identifiers: Mapped[int] = mapped_column(default=0)
    delay_days: Mapped[int] = mapped_column(default=0)
    shows_place: Mapped[bool] = mapped_column(default=True)
    shown_from: Mapped[datetime | None]
    consented: Mapped[bool] = mapped_column(default=False)
    quiz_consented: Mapped[bool] = mapped_column(default=False)
    consent_ends_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    delicate: Mapped[list[str]] = mapped_column(JSON, default=list)
    delicate_found: Mapped[list[str]] = mapped_column(JSON, default=list)
    first_approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    needs_two: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy reads it as it stands

    author: Mapped[Account] = relationship(foreign_keys=author_id, lazy="joined", innerjoin=True)
    pictures: Mapped[list[CasePicture]] = relationship(
        primaryjoin="and_(Case.id == CasePicture.case_id, CasePicture.change_id.is_(None))",
        lazy="selectin",
        order_by="CasePicture.position",
        cascade="all, delete-orphan",
    )
    tags: Mapped[list[CaseTag]] = relationship(lazy="selectin", order_by="CaseTag.name", cascade="all, delete-orphan")
    kept_identifiers: Mapped[list[KeptIdentifier]] = relationship(
        lazy="select", order_by="KeptIdentifier.id", cascade="all, delete-orphan"
    )

    def is_shown_at(self, at: datetime) -> bool:
        """Part of the library at this moment: published or resolved, not put off, and consent has not run out."""
        return self._is_out_at(at) and self.is_consented_at(at)

    def is_asked_at(self, at: datetime) -> bool:
        """Quizzes may ask about it at this moment, whether or not it is part of the library."""
        return self._is_out_at(at) and self.quiz_consented and self._lasts_at(at)

    def is_consented_at(self, at: datetime) -> bool:
        """Consent for the library has been given and has not run out."""
        return self.consented and self._lasts_at(at)

    def is_in_use_at(self, at: datetime) -> bool:
        """Consent for the library or for quizzes has been given and has not run out."""
        return (self.consented or self.quiz_consented) and self._lasts_at(at)

    def _is_out_at(self, at: datetime) -> bool:
        return self.status in SHOWN and (self.shown_from is None or self.shown_from <= at)

    def _lasts_at(self, at: datetime) -> bool:
        return self.consent_ends_at is None or at < self.consent_ends_at

    @property
    def is_gone(self) -> bool:
        """Withdrawn or taken down."""
        return self.status in GONE

    @property
    def is_editable(self) -> bool:
        """A draft, or back with its author for changes."""
        return self.status in EDITABLE


class CasePicture(Base):
    """One picture of a case, with its caption and the text for those who can't see it.

    With a `change_id` it's no part of the case yet: an open change of a published case would add it.
    """

    __tablename__ = "case_picture"
    __table_args__ = (UniqueConstraint("image_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    image_id: Mapped[int] = mapped_column(ForeignKey("image.id"))
    change_id: Mapped[int | None] = mapped_column(ForeignKey("case_change.id"), index=True)
    position: Mapped[int]
    caption: Mapped[str] = mapped_column(String(300), default="")
    alt_text: Mapped[str] = mapped_column(String(600), default="")

    image: Mapped[Image] = relationship(lazy="joined", innerjoin=True)


class CaseTag(Base):
    """One tag of a case, lower case."""

    __tablename__ = "case_tag"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)


class KeptIdentifier(Base):
    """What looks like an identifier in the case's text, and why its author keeps it; moderators see both."""

    __tablename__ = "kept_identifier"
    __table_args__ = (UniqueConstraint("case_id", "label", "wording"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    label: Mapped[Label] = mapped_column(choice(Label, "label"))
    wording: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]


class CaseStep(Base):
    """One step of the life-cycle. Append-only: the database refuses changes (trigger)."""

    __tablename__ = "case_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    from_status: Mapped[CaseStatus | None] = mapped_column(choice(CaseStatus, "from_status"))
    to_status: Mapped[CaseStatus] = mapped_column(choice(CaseStatus, "to_status"))
    actor_id: Mapped[int | None]
    at: Mapped[datetime]


class CaseRevision(Base):
    """What an author submitted, each time. Never changed; emptied when the case ends.

    `shown_at`: when it became what readers see; none, if it never did. One that is `withheld` is in no history:
    something in it could tell who the patient is.
    """

    __tablename__ = "case_revision"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    withheld: Mapped[bool] = mapped_column(default=False)


class CaseChange(Base):
    """What an author wants a published case to say. Readers see nothing of it before it's approved.

    `content` is what readers would get (`content.as_json`), with the id of each picture; `submitted` is what moderators
    saw last, `formerly` what they saw the time before. `base_hash` is of the published version that it replaces.
    `kept` are identifiers that stay, each with label, wording and reason. `hid_case`: the case is hidden until this
    is decided, since it takes out what could tell who the patient is. All of it is emptied when the case ends.
    """

    __tablename__ = "case_change"
    __table_args__ = (
        CheckConstraint(
            "status <> 'approved' OR (author_confirmed = content_hash AND moderator_confirmed = content_hash"
            " AND decided_by IS NOT NULL)",
            name="approved_is_confirmed_twice",
        ),
        CheckConstraint(
            "status <> 'submitted' OR (author_confirmed = content_hash AND content_hash <> '' AND open_identifiers = 0"
            " AND reason IS NOT NULL AND consent IS NOT NULL)",
            name="submitted_is_complete",
        ),
        CheckConstraint("status NOT IN ('draft', 'returned') OR author_confirmed = ''", name="written_is_unconfirmed"),
        CheckConstraint("status = 'approved' OR moderator_confirmed = ''", name="confirmed_is_approved"),
        CheckConstraint("status <> 'dropped' OR (content_hash = '' AND note = '')", name="dropped_keeps_nothing"),
        CheckConstraint("decided_by <> author_id", name="not_decided_by_author"),
        Index(
            "uq_case_change_open",
            "case_id",
            unique=True,
            sqlite_where=text("status IN ('draft', 'submitted', 'returned')"),
            postgresql_where=text("status IN ('draft', 'submitted', 'returned')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    status: Mapped[ChangeStatus] = mapped_column(choice(ChangeStatus, "status"), default=ChangeStatus.DRAFT)
    base_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    submitted: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    formerly: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    kept: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    open_identifiers: Mapped[int] = mapped_column(default=0)
    removed_identifiers: Mapped[int] = mapped_column(default=0)
    reason: Mapped[ChangeReason | None] = mapped_column(choice(ChangeReason, "reason"))
    note: Mapped[str] = mapped_column(Text, default="")
    consent: Mapped[ChangeConsent | None] = mapped_column(choice(ChangeConsent, "consent"))
    hid_case: Mapped[bool] = mapped_column(default=False)
    author_confirmed: Mapped[str] = mapped_column(String(64), default="")
    moderator_confirmed: Mapped[str] = mapped_column(String(64), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy reads it as it stands

    pictures: Mapped[list[CasePicture]] = relationship(lazy="selectin", order_by="CasePicture.id", viewonly=True)

    @property
    def is_open(self) -> bool:
        """Being written, or waiting for moderators."""
        return self.status in OPEN_CHANGES

    @property
    def is_writable(self) -> bool:
        """With its author."""
        return self.status in WRITABLE_CHANGES


class Tombstone(Base):
    """What stays of a case that ended: that it was, when it went, and whose decision it was."""

    __tablename__ = "tombstone"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    reason: Mapped[EndReason] = mapped_column(choice(EndReason, "reason"))
    at: Mapped[datetime]
