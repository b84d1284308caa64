"""What becomes of what the detectors saw. They propose; the author decides; after each change they look again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.media.cleaning import Code
from app.media.geometry import box_of, is_hidden, is_same, lies_in, moved
from app.media.models import Finding, Image, Rectangle
from app.media.rules import SCAN_ATTEMPTS, Answer, ScanState
from app.media.scanning.findings import FindingKind, Seen
from app.media.turning import turned

CODE_IS_SURE = 1.0


def note_scan(
    session: Session,
    image: Image,
    seen: Iterable[tuple[int, Seen]],
    *,
    content_hash: str,
    frames: int,
    version: str = "",
    at: datetime,
) -> None:
    """Keep what was seen, as (frame, box), in the picture with this content hash, of which `frames` frames are done.

    `version` is of the detectors: when there's another, they look again at what is shown by then. A scan of a picture
    that has changed in the meantime is passed over: another one waits.
    """
    if not _waits_for(session, image, content_hash):
        return
    right, down = (image.crop["x"], image.crop["y"]) if image.crop else (0, 0)
    is_result = bool(image.redactions or image.crop)
    for frame, sight in seen:
        box = moved(box_of(sight), right=right, down=down)
        note_sight(image, frame, sight.kind, box, score=sight.score, on_result=is_result)
    image.scanned_frames = frames
    if frames >= image.frames:
        image.scan, image.scanned_hash, image.looked_with = ScanState.DONE, content_hash, version
        record(session, None, "image.scanned", Subject.IMAGE, image.id, at=at, findings=len(image.findings))
    session.flush()


def note_failure(session: Session, image: Image, *, content_hash: str, at: datetime) -> None:
    """The scan of this picture failed: another attempt follows, until people must look alone."""
    if not _waits_for(session, image, content_hash):
        return
    image.scan_attempts += 1
    if image.scan_attempts >= SCAN_ATTEMPTS:
        image.scan = ScanState.FAILED
        record(session, None, "image.scan_failed", Subject.IMAGE, image.id, at=at)
    session.flush()


def _waits_for(session: Session, image: Image, content_hash: str) -> bool:
    """Whether a scan of exactly this picture is still awaited; the row is read anew and held."""
    session.refresh(image, with_for_update=True)
    return image.scan is ScanState.WAITING and image.content_hash == content_hash


def note_codes(session: Session, image: Image, codes: Iterable[Code]) -> None:
    """Keep the QR codes and barcodes that the decoder still saw."""
    is_result = bool(image.redactions or image.crop)
    for code in codes:
        note_sight(image, code.frame, FindingKind.CODE, box_of(code), score=CODE_IS_SURE, on_result=is_result)
    session.flush()


def judge_anew(image: Image) -> None:
    """Whatever can't be seen any more is covered; what was covered and can be seen again is open."""
    for finding in image.findings:
        if finding.answer is not Answer.DISMISSED:
            hidden = is_hidden(finding.box, image.redactions, image.crop)
            finding.answer = Answer.COVERED if hidden else None


def turn_findings(image: Image, turn: int) -> None:
    """Findings lie in the picture as it is turned."""
    quarters = (turn - image.turn) % 4
    for finding in image.findings if quarters else ():
        box = turned(finding.box, quarters, width=image.width, height=image.height)
        finding.x, finding.y, finding.width, finding.height = box["x"], box["y"], box["width"], box["height"]


def note_sight(image: Image, frame: int, kind: FindingKind, box: Rectangle, *, score: float, on_result: bool) -> None:
    """Add what was seen, unless it's known; what is seen although it counted as covered is open again, as it shows."""
    known = next((finding for finding in image.findings if _is_known(finding, frame, kind, box)), None)
    if known is None:
        found = {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}
        image.findings.append(Finding(frame=frame, kind=kind, score=score, on_result=on_result, answer=None, **found))
    elif known.answer is Answer.COVERED:
        known.answer, known.on_result = None, True
        known.x, known.y, known.width, known.height = box["x"], box["y"], box["width"], box["height"]


def _is_known(finding: Finding, frame: int, kind: FindingKind, box: Rectangle) -> bool:
    about_one = is_same(finding.box, box) or (finding.answer is Answer.DISMISSED and lies_in(box, finding.box))
    return (finding.frame, finding.kind) == (frame, kind) and about_one
