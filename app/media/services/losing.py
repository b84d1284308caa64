"""After a restore: originals are in no backup, so a picture that waited for its author goes on without its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.media.models import Image
from app.media.rules import BlobKind, ScanState
from app.media.storage import ImageStore


def lose_originals(session: Session, store: ImageStore, *, at: datetime) -> int:
    """Forget originals that aren't in quarantine; return how many those were.

    The pictures stay as they were covered last, and their authors confirm them or upload them again. What the
    detectors hadn't looked at they can't look at any more: people alone must.
    """
    waiting = select(Image).where(Image.quarantine_key.is_not(None))
    lost = [image for image in session.scalars(waiting) if not _is_there(store, image)]
    for image in lost:
        image.quarantine_key = None
        if image.scan is ScanState.WAITING:
            image.scan = ScanState.FAILED
        session.flush()
        record(session, None, "image.original_lost", Subject.IMAGE, image.id, at=at)
    return len(lost)


def _is_there(store: ImageStore, image: Image) -> bool:
    return image.quarantine_key is not None and store.has(BlobKind.QUARANTINE, image.quarantine_key)
