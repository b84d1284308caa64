"""The author's work on a picture: cover, crop, turn, answer what the detectors found, confirm."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotFound, Refusal, mark
from app.media.cleaning import CleanImage, clean
from app.media.models import Image
from app.media.queries import is_answered, open_findings
from app.media.redaction import Plan, fit
from app.media.rules import Answer, BlobKind, Dismissal, ImageState, ScanState, Sign
from app.media.services.files import doom_original, hold, original_of, replace_files
from app.media.services.scanning import judge_anew, note_codes, turn_findings
from app.media.storage import ImageStore


class Unanswered(Refusal):
    """The detectors haven't looked yet, or have found something that nobody has decided about."""


def redact(session: Session, store: ImageStore, image: Image, plan: Plan, *, at: datetime) -> None:
    """Rebuild the picture from its original exactly by this plan; what was planned before is replaced.

    Rectangles and crop are in pixels of the picture as `plan.turn` turns it. Raises BadRectangle, BadCrop, WrongStep
    once confirmed, Gone once erased. The content hash changes with the picture: whoever confirmed the former one has
    confirmed another picture, and the detectors look at the result.
    """
    hold(session, image)
    original = original_of(store, image)
    width, height = size_turned(image, plan.turn)
    fitted = fit(plan.rectangles, width=width, height=height, crop=plan.crop)
    planned = Plan(fitted, plan.crop, plan.turn, plan.window)
    cleaned = clean(original, planned, frames=image.frames)
    with store.all_or_nothing() as keys:
        files = store.put(cleaned, at=at)
        keys.extend((BlobKind.RENDITION, file.key) for file in files)
        replace_files(session, image, files, at)
        turn_findings(image, plan.turn)
        _note_plan(image, planned, cleaned)
        image.touched_at = max(image.touched_at, at)
        session.flush()
        judge_anew(image)
        note_codes(session, image, cleaned.codes)
        record(session, image.author_id, "image.redacted", Subject.IMAGE, image.id, at=at, covered=len(fitted))


def size_turned(image: Image, turn: int) -> tuple[int, int]:
    """Width and height in pixels that the picture has when it's turned so."""
    return (image.height, image.width) if (turn - image.turn) % 2 else (image.width, image.height)


def _note_plan(image: Image, plan: Plan, cleaned: CleanImage) -> None:
    image.width, image.height = cleaned.width, cleaned.height
    image.redactions, image.crop, image.turn = list(plan.rectangles), plan.crop, plan.turn
    image.window = plan.window.name if plan.window else ""
    image.shown_hash = cleaned.perceptual_hashes[0]
    if image.scan is not ScanState.OFF and cleaned.content_hash != image.scanned_hash:
        image.scan, image.scan_attempts, image.scanned_frames = ScanState.WAITING, 0, 0
    elif image.scan is ScanState.WAITING:
        image.scan = ScanState.DONE
    image.content_hash = cleaned.content_hash


def answer_findings(session: Session, image: Image, answers: Mapping[int, Dismissal | None], *, at: datetime) -> None:
    """Say of findings, by their ids, why each may stay in sight, or, with None, that it's open again.

    Raises NotFound for a finding of another picture, Gone once erased.
    """
    hold(session, image)
    known = {finding.id: finding for finding in image.findings}
    if not answers.keys() <= known.keys():
        raise NotFound()
    for finding_id, reason in answers.items():
        known[finding_id].reason = reason
        known[finding_id].answer = None if reason is None else Answer.DISMISSED
    image.touched_at = max(image.touched_at, at)
    session.flush()
    dismissed = sum(1 for reason in answers.values() if reason is not None)
    if dismissed:
        record(session, image.author_id, "image.findings_dismissed", Subject.IMAGE, image.id, at=at, count=dismissed)


def touch(session: Session, image: Image, *, at: datetime) -> None:
    """The draft around the picture was worked on: its original's 7 days begin anew."""
    image.touched_at = max(image.touched_at, at)
    session.flush()


def confirm(session: Session, image: Image, *, content_hash: str, signs: Collection[Sign], at: datetime) -> None:
    """The author has seen exactly this redacted picture and stands by it; the original is destroyed.

    `signs` are what they have looked for, all of them. Raises Conflict when the picture has changed since,
    Unanswered while a finding waits for a decision, Refusal when a sign is missing, Gone once erased. Confirming
    again is fine.
    """
    hold(session, image)
    if image.content_hash != content_hash:
        raise Conflict(mark("This picture has changed since you looked at it. Look at it again and confirm it."))
    if image.state is ImageState.CONFIRMED:
        return
    _check_answered(image)
    if set(signs) != set(Sign):
        raise Refusal(mark("Look for each thing on the list, and tick it."))
    doom_original(session, image, at)
    image.state, image.confirmed_at, image.touched_at = ImageState.CONFIRMED, at, at
    image.signs = sorted(signs)
    session.flush()
    record(session, image.author_id, "image.confirmed", Subject.IMAGE, image.id, at=at, content_hash=content_hash)


def _check_answered(image: Image) -> None:
    if open_findings(image):
        raise Unanswered(mark("Decide about everything that was found: cover it, or say why it may stay."))
    if not is_answered(image):
        raise Unanswered(mark("This picture is still being looked through. Wait a moment and confirm it then."))
