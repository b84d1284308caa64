"""Reads of images. They decide nothing about who may see one: that is the gate's part."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.media.fingerprints import SAME_PICTURE, distance
from app.media.models import BarredPicture, DoomedBlob, Finding, Image, RefusedUpload, Rendition
from app.media.redaction import Plan, Window
from app.media.rules import BlobKind, ImageState, RenditionFormat, ScanState


def by_id(session: Session, image_id: int) -> Image | None:
    """The image with this id, erased ones included."""
    return session.get(Image, image_id)


def open_findings(image: Image) -> list[Finding]:
    """What the detectors saw and nobody has decided about."""
    return [finding for finding in image.findings if finding.answer is None]


def is_answered(image: Image) -> bool:
    """No scan is awaited, and everything that was found is covered or dismissed."""
    return image.scan is not ScanState.WAITING and not open_findings(image)


def plan_of(image: Image) -> Plan:
    """How the picture is drawn from its original as it stands."""
    chosen = (Window(**window) for window in image.windows if window["name"] == image.window)
    return Plan(tuple(image.redactions), image.crop, image.turn, next(chosen, None))


def next_to_scan(session: Session) -> Image | None:
    """The picture that has waited longest for the detectors.

    A stack that has been begun lets pictures that nobody has looked at go first; what failed before comes last.
    """
    waiting = select(Image).where(Image.scan == ScanState.WAITING, Image.state == ImageState.RECEIVED)
    return session.scalar(waiting.order_by(Image.scan_attempts, Image.scanned_frames, Image.id).limit(1))


def barred_like(session: Session, image: Image) -> BarredPicture | None:
    """A barred picture that this one looks like, in whatever orientation it was uploaded."""
    barred = session.scalars(select(BarredPicture).order_by(BarredPicture.id))
    return next((former for former in barred if _is_alike(image, former.perceptual_hash)), None)


def look_alikes(session: Session, images: Collection[Image]) -> list[int]:
    """Ids of living images that look like one of these, turned or mirrored too, oldest first."""
    own = [image.id for image in images]
    others = select(Image.id, Image.perceptual_hash, Image.shown_hash).where(
        Image.state != ImageState.ERASED, Image.id.not_in(own), Image.perceptual_hash != ""
    )
    rows = session.execute(others.order_by(Image.id))
    return [row.id for row in rows if any(_is_alike(image, row.perceptual_hash, row.shown_hash) for image in images)]


def with_findings(session: Session, images: Collection[Image]) -> None:
    """Load what was found in these images in one statement."""
    ids = [image.id for image in images]
    session.scalars(select(Image).where(Image.id.in_(ids)).options(selectinload(Image.findings))).all()


def _is_alike(image: Image, *likenesses: str) -> bool:
    own = [image.perceptual_hash, *image.turned_hashes] if image.perceptual_hash else []
    return any(distance(one, likeness) <= SAME_PICTURE for likeness in likenesses if likeness for one in own)


def refused_before(session: Session, account_id: int, pixel_hash: str) -> RefusedUpload | None:
    """This person's earlier attempt to upload the same barred pixels."""
    return session.scalar(select(RefusedUpload).filter_by(account_id=account_id, pixel_hash=pixel_hash))


def was_let_in(session: Session, pixel_hash: str) -> bool:
    """Whether a moderator has decided that these pixels only look like a barred picture."""
    return session.scalar(select(RefusedUpload.id).filter_by(pixel_hash=pixel_hash, let_in=True).limit(1)) is not None


def refused_upload(session: Session, refused_id: int) -> RefusedUpload | None:
    """An upload that was refused because it looked like a barred picture."""
    return session.get(RefusedUpload, refused_id)


def rendition_of(image: Image, nominal: int, form: RenditionFormat, frame: int = 0) -> Rendition | None:
    """The image's file of this frame, nominal width and format."""
    wanted = (frame, nominal, form)
    return next((file for file in image.renditions if (file.frame, file.nominal, file.format) == wanted), None)


def largest(image: Image, frame: int = 0) -> Rendition:
    """The JPEG of this frame with the most pixels; raises FileNotFoundError where there is none."""
    files = [file for file in image.renditions if file.frame == frame and file.format is RenditionFormat.JPEG]
    if not files:
        raise FileNotFoundError(f"image {image.id} has no file of frame {frame}")
    return max(files, key=lambda file: file.nominal)


def srcset(image: Image, form: RenditionFormat) -> list[Rendition]:
    """The first frame's files of one format, narrowest first, without those no wider than the one before."""
    listed: dict[int, Rendition] = {}
    for file in sorted(image.renditions, key=lambda file: file.nominal):
        if file.format is form and file.frame == 0:
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
