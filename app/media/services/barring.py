"""Pictures that don't come back: what was withdrawn or taken down is known by its likeness, not by its pixels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.kernel.errors import mark
from app.kernel.outbox import Outbox
from app.media import queries
from app.media.errors import PictureRefused
from app.media.events import UploadBarred
from app.media.models import BarredPicture, Image, RefusedUpload
from app.media.services.ending import erase


class Barred(PictureRefused):
    """The picture looks like one that was withdrawn or taken down; whose and which isn't said."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "This picture looks like one that was withdrawn or taken down, so it is not taken. A moderator has been"
                " told: if it is another picture, they let it in, and you can upload it then."
            )
        )


def bar(session: Session, image: Image, *, at: datetime) -> None:
    """Keep the picture's fingerprints, as it came and as it was shown, so that it's known when it comes again."""
    for likeness in sorted({image.perceptual_hash, image.shown_hash} - {""}):
        session.add(BarredPicture(perceptual_hash=likeness, since=at))
    session.flush()


def refuse_if_barred(session: Session, outbox: Outbox, image: Image, *, at: datetime) -> Barred | None:
    """Erase a received image that looks like a barred picture, have a moderator told, and return what to say.

    None for an image that may stay, also because a moderator has let exactly these pixels in.
    """
    barred = queries.barred_like(session, image)
    if barred is None or queries.was_let_in(session, image.pixel_hash):
        return None
    refused = queries.refused_before(session, image.author_id, image.pixel_hash)
    if refused is None:
        refused = RefusedUpload(account_id=image.author_id, barred_id=barred.id, pixel_hash=image.pixel_hash, at=at)
        session.add(refused)
        session.flush()
        record(session, image.author_id, "image.barred", Subject.IMAGE, image.id, at=at, barred=barred.id)
        outbox.add(UploadBarred(refused.id))
    erase(session, image, at=at)
    return Barred()


def let_in(session: Session, refused: RefusedUpload) -> None:
    """A moderator has seen that this is another picture: its pixels may be uploaded."""
    refused.let_in = True
    session.flush()
