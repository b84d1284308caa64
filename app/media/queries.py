"""Reads of images. They decide nothing about who may see one: that is the gate's part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.media.models import DoomedBlob, Image, Rendition
from app.media.rules import BlobKind, ImageState, RenditionFormat


def by_id(session: Session, image_id: int) -> Image | None:
    """The image with this id, erased ones included."""
    return session.get(Image, image_id)


def by_name(session: Session, name: str) -> Image | None:
    """The image with this random name, erased ones included."""
    return session.scalar(select(Image).where(Image.name == name))


def same_pixels(session: Session, pixel_hash: str) -> Sequence[Image]:
    """Images that aren't erased and were made from exactly these pixels, oldest first."""
    alike = select(Image).where(Image.pixel_hash == pixel_hash, Image.state != ImageState.ERASED)
    return session.scalars(alike.order_by(Image.id)).all()


def rendition_of(image: Image, nominal: int, form: RenditionFormat) -> Rendition | None:
    """The image's file of this nominal width in this format."""
    wanted = (nominal, form)
    return next((file for file in image.renditions if (file.nominal, file.format) == wanted), None)


def srcset(image: Image, form: RenditionFormat) -> list[Rendition]:
    """The files of one format, narrowest first, without those that are no wider than the one before."""
    listed: dict[int, Rendition] = {}
    for file in sorted(image.renditions, key=lambda file: file.nominal):
        if file.format is form:
            listed.setdefault(file.width, file)
    return list(listed.values())


def stale(session: Session, before: datetime) -> Sequence[int]:
    """Ids of images that still have an original and weren't touched since that moment, oldest first."""
    waiting = select(Image.id).where(Image.state == ImageState.RECEIVED, Image.touched_at <= before)
    return session.scalars(waiting.order_by(Image.touched_at)).all()


def owners(session: Session, kind: BlobKind) -> dict[str, int]:
    """Image ids by the key of each file that an image has in this store."""
    if kind is BlobKind.RENDITION:
        rows = session.execute(select(Rendition.key, Rendition.image_id)).all()
        return {row.key: row.image_id for row in rows}
    originals = select(Image.quarantine_key, Image.id).where(Image.quarantine_key.is_not(None))
    return {key: image_id for key, image_id in session.execute(originals) if key is not None}


def waiting_originals(session: Session, since: datetime) -> set[str]:
    """Keys of the originals that may lie there: received, not confirmed, touched after that moment."""
    waiting = select(Image.quarantine_key).where(Image.state == ImageState.RECEIVED, Image.touched_at > since)
    return {key for key in session.scalars(waiting) if key is not None}


def live(session: Session) -> Iterator[Image]:
    """All images that aren't erased, read in portions."""
    kept = select(Image).where(Image.state != ImageState.ERASED).order_by(Image.id)
    return iter(session.scalars(kept.execution_options(yield_per=200)))


def doomed(session: Session) -> Sequence[DoomedBlob]:
    """The files that are to be destroyed, oldest first."""
    return session.scalars(select(DoomedBlob).order_by(DoomedBlob.id)).all()
