"""What the use cases of pictures share: holding a row, its files, and the list of files to destroy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.errors import Gone, WrongStep, mark
from app.media.models import DoomedBlob, Image, Rendition
from app.media.rules import BlobKind, ImageState
from app.media.storage import ImageStore, StoredRendition


def hold(session: Session, image: Image) -> None:
    """Read the row anew and keep others from changing it meanwhile; raises Gone once erased."""
    session.refresh(image, with_for_update=True)
    if image.state is ImageState.ERASED:
        raise Gone(mark("This picture has been erased."))


def original_of(store: ImageStore, image: Image) -> bytes:
    """What lies in quarantine; raises WrongStep once it has been destroyed."""
    if image.quarantine_key is None:
        raise WrongStep(mark("The original is not kept any more. Upload the picture again to cover more of it."))
    return store.get_original(image.quarantine_key)


def replace_files(session: Session, image: Image, files: list[StoredRendition], at: datetime) -> None:
    """The image has these files now; the former ones are doomed."""
    for former in image.renditions:
        doom(session, BlobKind.RENDITION, former.key, at)
    image.renditions.clear()
    session.flush()  # the former rows go first: one row per frame, width and format
    image.renditions.extend(rows(files))


def doom_original(session: Session, image: Image, at: datetime) -> None:
    """The original is destroyed after the commit."""
    if image.quarantine_key is not None:
        doom(session, BlobKind.QUARANTINE, image.quarantine_key, at)
        image.quarantine_key = None


def doom(session: Session, kind: BlobKind, key: str, at: datetime) -> None:
    """List a file that is destroyed after the commit."""
    session.add(DoomedBlob(kind=kind, key=key, since=at))


def rows(files: Iterable[StoredRendition]) -> list[Rendition]:
    """A row for each stored file."""
    return [
        Rendition(
            frame=file.frame,
            nominal=file.nominal,
            format=file.format,
            width=file.width,
            height=file.height,
            bytes=file.bytes,
            key=file.key,
        )
        for file in files
    ]
