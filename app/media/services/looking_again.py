"""What becomes of what detectors see in a picture that its author has confirmed, perhaps years ago."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.media.geometry import box_of
from app.media.models import Finding, Image
from app.media.queries import open_findings
from app.media.rules import SCAN_ATTEMPTS, Answer, Dismissal, ImageState, ScanState
from app.media.scanning.findings import Seen
from app.media.services.files import hold
from app.media.services.scanning import note_sight


def note_look_again(
    session: Session,
    image: Image,
    seen: Iterable[tuple[int, Seen]],
    *,
    content_hash: str,
    frames: int,
    version: str,
    at: datetime,
) -> list[Finding]:
    """Keep what detectors of this version saw, of which `frames` frames are done; return what nobody has answered.

    What was dismissed once isn't asked about again. A look at a picture that has changed meanwhile is passed over.
    """
    if not _is_still_so(session, image, content_hash):
        return []
    for frame, sight in seen:
        note_sight(image, frame, sight.kind, box_of(sight), score=sight.score, on_result=True)
    left = open_findings(image)
    image.frames_again, image.attempts_again, image.doubted = frames, 0, bool(left)
    if frames >= image.frames:
        image.frames_again, image.looked_with = 0, version
        image.scan, image.scanned_hash = ScanState.DONE, content_hash
        record(session, None, "image.looked_again", Subject.IMAGE, image.id, at=at, findings=len(left))
    session.flush()
    return left


def note_look_failure(session: Session, image: Image, *, content_hash: str, version: str, at: datetime) -> None:
    """The look failed: another follows, until it's given up for this version.

    The picture stays shown then: two people have approved it, and nothing speaks against it.
    """
    if not _is_still_so(session, image, content_hash):
        return
    image.attempts_again += 1
    if image.attempts_again >= SCAN_ATTEMPTS:
        image.frames_again, image.attempts_again, image.looked_with = 0, 0, version
        record(session, None, "image.look_again_failed", Subject.IMAGE, image.id, at=at)
    session.flush()


def begin_looking_again(session: Session) -> int:
    """Every confirmed picture is to be looked at, whatever has looked at it before; return how many there are."""
    confirmed = update(Image).where(Image.state == ImageState.CONFIRMED)
    marked = session.execute(confirmed.values(looked_with="", frames_again=0, attempts_again=0))
    return int(marked.rowcount)  # type: ignore[attr-defined]


def dismiss_open(session: Session, image: Image, reason: Dismissal, *, actor_id: int, at: datetime) -> None:
    """A moderator says of all that nobody has answered why it may stay in sight; raises Gone once erased."""
    hold(session, image)
    left = open_findings(image)
    for finding in left:
        finding.answer, finding.reason = Answer.DISMISSED, reason
    image.doubted = False
    session.flush()
    record(session, actor_id, "image.findings_dismissed", Subject.IMAGE, image.id, at=at, count=len(left))


def _is_still_so(session: Session, image: Image, content_hash: str) -> bool:
    session.refresh(image, with_for_update=True)
    return image.state is ImageState.CONFIRMED and image.content_hash == content_hash
