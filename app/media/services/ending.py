"""The end of a picture."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.media.models import Image
from app.media.rules import ImageState, ScanState
from app.media.services.files import doom_original, replace_files


def erase(session: Session, image: Image, *, at: datetime, actor_id: int | None = None) -> None:
    """Make the picture unreachable for good and doom its files; a bare row stays. Erasing again is fine.

    `actor_id` is who decided it; none for the sweep or a withdrawal by the patient's code.
    """
    session.refresh(image, with_for_update=True)
    if image.state is ImageState.ERASED:
        return
    doom_original(session, image, at)
    replace_files(session, image, [], at)
    image.findings.clear()
    image.doubted = False
    image.state, image.erased_at, image.scan = ImageState.ERASED, at, ScanState.OFF
    image.content_hash = image.scanned_hash = image.pixel_hash = image.perceptual_hash = image.shown_hash = ""
    image.redactions, image.turned_hashes, image.crop, image.windows = [], [], None, []
    session.flush()
    record(session, actor_id, "image.erased", Subject.IMAGE, image.id, at=at)
