"""Use cases of pictures: receive, redact, confirm, erase, and the author's look at the original."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, Gone, NotFound, WrongStep, mark
from app.media.cleaning import clean
from app.media.models import DoomedBlob, Image, Rectangle, Rendition
from app.media.originals import MAX_BYTES, prepare
from app.media.redaction import Plan, fit
from app.media.rules import BlobKind, ImageState
from app.media.storage import ImageStore, StoredRendition


def receive(
    session: Session,
    store: ImageStore,
    *,
    author_id: int,
    upload: BinaryIO | bytes,
    at: datetime,
    max_bytes: int = MAX_BYTES,
) -> Image:
    """Take an upload: its renditions and its quarantined original are on disk before the row is written.

    Raises a PictureRefused of app.media.errors, and then nothing has been kept. Decoding comes before the first
    query: a session that hasn't been used yet doesn't hold the write lock meanwhile.
    """
    data = prepare(upload, max_bytes=max_bytes).data
    cleaned = clean(data)
    with store.all_or_nothing() as keys:
        original = store.put_original(data, at=at)
        keys.append((BlobKind.QUARANTINE, original))
        files = store.put(cleaned, at=at)
        keys.extend((BlobKind.RENDITION, file.key) for file in files)
        image = Image(
            name=secrets.token_hex(16),
            author_id=author_id,
            state=ImageState.RECEIVED,
            width=cleaned.width,
            height=cleaned.height,
            pixel_hash=cleaned.pixel_hash,
            content_hash=cleaned.content_hash,
            redactions=[],
            quarantine_key=original,
            received_at=at,
            touched_at=at,
            renditions=_rows(files),
        )
        session.add(image)
        session.flush()
        record(session, author_id, "image.received", Subject.IMAGE, image.id, at=at)
    return image


def redact(session: Session, store: ImageStore, image: Image, rectangles: Iterable[Rectangle], *, at: datetime) -> None:
    """Rebuild the picture from its original with exactly these rectangles covered; earlier ones are replaced.

    Raises BadRectangle, WrongStep once confirmed, Gone once erased. The content hash changes with the picture:
    whoever confirmed the former one has confirmed another picture.
    """
    original = _original_of(session, store, image)
    fitted = fit(rectangles, width=image.width, height=image.height)
    cleaned = clean(original, Plan(fitted))
    with store.all_or_nothing() as keys:
        files = store.put(cleaned, at=at)
        keys.extend((BlobKind.RENDITION, file.key) for file in files)
        _replace_files(session, image, files, at)
        image.redactions, image.content_hash = list(fitted), cleaned.content_hash
        image.touched_at = max(image.touched_at, at)
        session.flush()
        record(session, image.author_id, "image.redacted", Subject.IMAGE, image.id, at=at, covered=len(fitted))


def touch(session: Session, image: Image, *, at: datetime) -> None:
    """The draft around the picture was worked on: its original's 7 days begin anew."""
    image.touched_at = max(image.touched_at, at)
    session.flush()


def confirm(session: Session, image: Image, *, content_hash: str, at: datetime) -> None:
    """The author has seen exactly this redacted picture and stands by it; the original is destroyed.

    Raises Conflict when the picture has changed since, Gone once erased. Confirming again is fine.
    """
    _hold(session, image)
    if image.content_hash != content_hash:
        raise Conflict(mark("This picture has changed since you looked at it. Look at it again and confirm it."))
    if image.state is ImageState.CONFIRMED:
        return
    _doom_original(session, image, at)
    image.state, image.confirmed_at, image.touched_at = ImageState.CONFIRMED, at, at
    session.flush()
    record(session, image.author_id, "image.confirmed", Subject.IMAGE, image.id, at=at, content_hash=content_hash)


def erase(session: Session, image: Image, *, at: datetime, actor_id: int | None = None) -> None:
    """Make the picture unreachable for good and doom its files; a bare row stays. Erasing again is fine.

    `actor_id` is who decided it; none for the sweep or a withdrawal by the patient's code.
    """
    session.refresh(image, with_for_update=True)
    if image.state is ImageState.ERASED:
        return
    _doom_original(session, image, at)
    _replace_files(session, image, [], at)
    image.state, image.erased_at = ImageState.ERASED, at
    image.content_hash, image.pixel_hash, image.redactions = "", "", []
    session.flush()
    record(session, actor_id, "image.erased", Subject.IMAGE, image.id, at=at)


def read_original(session: Session, store: ImageStore, image: Image, *, actor_id: int, at: datetime) -> bytes:
    """The upload as it came, for its author alone; each look is an audit row.

    Raises NotFound for anybody else, WrongStep once confirmed, Gone once erased.
    """
    if actor_id != image.author_id:
        raise NotFound()
    data = _original_of(session, store, image)
    record(session, actor_id, "image.original_read", Subject.IMAGE, image.id, at=at)
    return data


def _hold(session: Session, image: Image) -> None:
    """Read the row anew and keep others from changing it meanwhile."""
    session.refresh(image, with_for_update=True)
    if image.state is ImageState.ERASED:
        raise Gone(mark("This picture has been erased."))


def _original_of(session: Session, store: ImageStore, image: Image) -> bytes:
    _hold(session, image)
    if image.quarantine_key is None:
        raise WrongStep(mark("The original was destroyed when you confirmed the picture. Upload it again."))
    return store.get_original(image.quarantine_key)


def _replace_files(session: Session, image: Image, files: list[StoredRendition], at: datetime) -> None:
    for former in image.renditions:
        _doom(session, BlobKind.RENDITION, former.key, at)
    image.renditions.clear()
    session.flush()  # the former rows go first: one row per width and format
    image.renditions.extend(_rows(files))


def _doom_original(session: Session, image: Image, at: datetime) -> None:
    if image.quarantine_key is not None:
        _doom(session, BlobKind.QUARANTINE, image.quarantine_key, at)
        image.quarantine_key = None


def _doom(session: Session, kind: BlobKind, key: str, at: datetime) -> None:
    session.add(DoomedBlob(kind=kind, key=key, since=at))


def _rows(files: Iterable[StoredRendition]) -> list[Rendition]:
    return [
        Rendition(
            nominal=file.nominal,
            format=file.format,
            width=file.width,
            height=file.height,
            bytes=file.bytes,
            key=file.key,
        )
        for file in files
    ]
