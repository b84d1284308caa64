"""A picture comes in, and its author looks at it as it came."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.kernel.errors import NotFound
from app.media.cleaning import CleanImage, clean
from app.media.models import GreyWindow, Image
from app.media.originals import Original
from app.media.redaction import Plan
from app.media.rules import BlobKind, ImageState, ScanState
from app.media.services.files import hold, original_of, rows
from app.media.services.scanning import note_codes
from app.media.storage import ImageStore


def receive(
    session: Session, store: ImageStore, *, author_id: int, original: Original, at: datetime, scans: bool = False
) -> Image:
    """Take an upload: its renditions and its quarantined original are on disk before the row is written.

    `scans` says that detectors will look at it. Raises a PictureRefused of app.media.errors, and then nothing has
    been kept. Decoding comes before the first query: a session that hasn't been used yet doesn't hold the write
    lock meanwhile.
    """
    first = original.windows[0] if original.windows else None
    cleaned = clean(original.data, Plan(window=first), frames=original.frames)
    with store.all_or_nothing() as keys:
        key = store.put_original(original.data, at=at)
        keys.append((BlobKind.QUARANTINE, key))
        files = store.put(cleaned, at=at)
        keys.extend((BlobKind.RENDITION, file.key) for file in files)
        image = Image(
            name=secrets.token_hex(16),
            author_id=author_id,
            state=ImageState.RECEIVED,
            windows=[GreyWindow(name=window.name, low=window.low, high=window.high) for window in original.windows],
            window=first.name if first else "",
            quarantine_key=key,
            received_at=at,
            touched_at=at,
            scan=ScanState.WAITING if scans else ScanState.OFF,
            renditions=rows(files),
            **_looks(cleaned),
        )
        session.add(image)
        session.flush()
        note_codes(session, image, cleaned.codes)
        record(session, author_id, "image.received", Subject.IMAGE, image.id, at=at)
    return image


def _looks(cleaned: CleanImage) -> dict[str, object]:
    upright, *turned = cleaned.perceptual_hashes
    return {
        "width": cleaned.width,
        "height": cleaned.height,
        "frames": cleaned.frames,
        "pixel_hash": cleaned.pixel_hash,
        "content_hash": cleaned.content_hash,
        "perceptual_hash": upright,
        "shown_hash": upright,
        "turned_hashes": turned,
    }


def read_original(session: Session, store: ImageStore, image: Image, *, actor_id: int, at: datetime) -> bytes:
    """What `clean()` draws from, for the picture's author alone; each look is an audit row.

    Raises NotFound for anybody else, WrongStep once confirmed, Gone once erased.
    """
    if actor_id != image.author_id:
        raise NotFound()
    hold(session, image)
    data = original_of(store, image)
    record(session, actor_id, "image.original_read", Subject.IMAGE, image.id, at=at)
    return data
