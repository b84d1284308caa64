"""Tables of images, their renditions, and the files that are to be destroyed."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, choice
from app.media.rules import Answer, BlobKind, Dismissal, ImageState, RenditionFormat, ScanState
from app.media.scanning.findings import FindingKind


class Rectangle(TypedDict):
    """A part of the picture to cover, in pixels of the upright, full-size picture."""

    x: int
    y: int
    width: int
    height: int


class GreyWindow(TypedDict):
    """A range of grey values that is spread over black to white; `low` and `high` as the original counts them."""

    name: str
    low: float
    high: float


class Image(Base):
    """One picture, or a stack of frames that belong together.

    `content_hash` is of the redacted picture as it would be shown; empty once erased. `width` and `height` are of
    the turned picture at full size, before it's cropped, as are redactions, crop and findings. `perceptual_hash` and
    `turned_hashes` are of the upload, `shown_hash` is of what is shown. `scan` is about exactly this picture.
    `looked_with` is the version of the detectors that looked last; `frames_again` of it are looked at again by others,
    `attempts_again` failed. `doubted`: confirmed, and then they found something that nobody has answered yet.
    """

    __tablename__ = "image"
    __table_args__ = (
        CheckConstraint("state <> 'confirmed' OR quarantine_key IS NULL", name="confirmed_keeps_no_original"),
        CheckConstraint(
            "state <> 'erased' OR (quarantine_key IS NULL AND content_hash = '')", name="erased_keeps_nothing"
        ),
        CheckConstraint("width > 0 AND height > 0", name="has_size"),
        CheckConstraint("turn BETWEEN 0 AND 3", name="turn_is_quarters"),
        CheckConstraint("frames > 0", name="has_frames"),
        CheckConstraint(
            "scan <> 'done' OR scanned_hash = content_hash OR state = 'erased'", name="scan_is_of_this_picture"
        ),
        CheckConstraint("NOT doubted OR state <> 'erased'", name="erased_is_not_doubted"),
        Index("ix_image_touched", "state", "touched_at"),
        Index("ix_image_scan", "scan"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[ImageState] = mapped_column(choice(ImageState, "state"), default=ImageState.RECEIVED)
    width: Mapped[int]
    height: Mapped[int]
    pixel_hash: Mapped[str] = mapped_column(String(64), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    perceptual_hash: Mapped[str] = mapped_column(String(64), default="")
    shown_hash: Mapped[str] = mapped_column(String(64), default="")
    turned_hashes: Mapped[list[str]] = mapped_column(JSON, default=list)
    redactions: Mapped[list[Rectangle]] = mapped_column(JSON, default=list)
    crop: Mapped[Rectangle | None] = mapped_column(JSON(none_as_null=True))
    turn: Mapped[int] = mapped_column(default=0)
    frames: Mapped[int] = mapped_column(default=1)
    windows: Mapped[list[GreyWindow]] = mapped_column(JSON, default=list)
    window: Mapped[str] = mapped_column(String(40), default="")
    signs: Mapped[list[str]] = mapped_column(JSON, default=list)
    scan: Mapped[ScanState] = mapped_column(choice(ScanState, "scan"), default=ScanState.OFF)
    scanned_hash: Mapped[str] = mapped_column(String(64), default="")
    scan_attempts: Mapped[int] = mapped_column(default=0)
    scanned_frames: Mapped[int] = mapped_column(default=0)
    looked_with: Mapped[str] = mapped_column(String(60), default="")
    frames_again: Mapped[int] = mapped_column(default=0)
    attempts_again: Mapped[int] = mapped_column(default=0)
    doubted: Mapped[bool] = mapped_column(default=False)
    quarantine_key: Mapped[str | None] = mapped_column(String(90))
    received_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    renditions: Mapped[list[Rendition]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Rendition.frame, Rendition.nominal"
    )
    findings: Mapped[list[Finding]] = relationship(
        lazy="select", cascade="all, delete-orphan", order_by="Finding.frame, Finding.id"
    )

    @property
    def is_gone(self) -> bool:
        """Erased for good; the row stays as a tombstone."""
        return self.state is ImageState.ERASED

    @property
    def is_settled(self) -> bool:
        """Its author stands by it, and detectors have found nothing since that nobody has answered."""
        return self.state is ImageState.CONFIRMED and not self.doubted


class Finding(Base):
    """Something that a detector saw: a proposal, until the author covers or dismisses it.

    In pixels of the turned picture at full size, as redactions are. Never what a text says: only where it is.
    `on_result` marks what was seen although the author had covered what they wanted covered.
    """

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("answer <> 'dismissed' OR reason IS NOT NULL", name="dismissed_with_reason"),
        CheckConstraint("width > 0 AND height > 0", name="has_size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    image_id: Mapped[int] = mapped_column(ForeignKey("image.id"), index=True)
    frame: Mapped[int] = mapped_column(default=0)
    kind: Mapped[FindingKind] = mapped_column(choice(FindingKind, "kind"))
    x: Mapped[int]
    y: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    score: Mapped[float]
    on_result: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[Answer | None] = mapped_column(choice(Answer, "answer"))
    reason: Mapped[Dismissal | None] = mapped_column(choice(Dismissal, "reason"))

    @property
    def box(self) -> Rectangle:
        """Where it is."""
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}


class BarredPicture(Base):
    """The fingerprint of a picture that was withdrawn or taken down: it doesn't come back by another upload."""

    __tablename__ = "barred_picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    perceptual_hash: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime]


class RefusedUpload(Base):
    """Somebody tried to upload a picture that looks like a barred one. A moderator may let these pixels in."""

    __tablename__ = "refused_upload"
    __table_args__ = (UniqueConstraint("account_id", "pixel_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    barred_id: Mapped[int] = mapped_column(ForeignKey("barred_picture.id"))
    pixel_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]
    let_in: Mapped[bool] = mapped_column(default=False)


class Rendition(Base):
    """One stored file of an image: one of its frames in a nominal width (320, 960, 2048) and one format."""

    __tablename__ = "rendition"
    __table_args__ = (UniqueConstraint("image_id", "frame", "nominal", "format"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    image_id: Mapped[int] = mapped_column(ForeignKey("image.id"))
    frame: Mapped[int] = mapped_column(default=0)
    nominal: Mapped[int]
    format: Mapped[RenditionFormat] = mapped_column(choice(RenditionFormat, "format"))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    key: Mapped[str] = mapped_column(String(90), unique=True)


class DoomedBlob(Base):
    """A file to destroy: listed in the transaction that makes it unreachable, destroyed after its commit."""

    __tablename__ = "doomed_blob"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BlobKind] = mapped_column(choice(BlobKind, "kind"))
    key: Mapped[str] = mapped_column(String(90))
    since: Mapped[datetime]
