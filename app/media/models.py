"""Tables of images, their renditions, and the files that are to be destroyed."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, choice
from app.media.rules import BlobKind, ImageState, RenditionFormat


class Rectangle(TypedDict):
    """A part of the picture to cover, in pixels of the upright, full-size picture."""

    x: int
    y: int
    width: int
    height: int


class Image(Base):
    """One picture. `content_hash` is of the redacted picture as it would be shown; empty once erased."""

    __tablename__ = "image"
    __table_args__ = (
        CheckConstraint("state <> 'confirmed' OR quarantine_key IS NULL", name="confirmed_keeps_no_original"),
        CheckConstraint(
            "state <> 'erased' OR (quarantine_key IS NULL AND content_hash = '')", name="erased_keeps_nothing"
        ),
        CheckConstraint("width > 0 AND height > 0", name="has_size"),
        Index("ix_image_touched", "state", "touched_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[ImageState] = mapped_column(choice(ImageState, "state"), default=ImageState.RECEIVED)
    width: Mapped[int]
    height: Mapped[int]
    pixel_hash: Mapped[str] = mapped_column(String(64), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    redactions: Mapped[list[Rectangle]] = mapped_column(JSON, default=list)
    quarantine_key: Mapped[str | None] = mapped_column(String(90))
    received_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    renditions: Mapped[list[Rendition]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Rendition.nominal"
    )

    @property
    def is_gone(self) -> bool:
        """Erased for good; the row stays as a tombstone."""
        return self.state is ImageState.ERASED


class Rendition(Base):
    """One stored file of an image: a nominal width (320, 960, 2048) in one format."""

    __tablename__ = "rendition"
    __table_args__ = (UniqueConstraint("image_id", "nominal", "format"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    image_id: Mapped[int] = mapped_column(ForeignKey("image.id"))
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
