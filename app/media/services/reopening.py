"""Working on a confirmed picture again: its original is gone, so what readers got becomes the original."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.audit import Subject, record
from app.kernel.errors import WrongStep, mark
from app.media.looking_again import part_shown
from app.media.models import Finding, Image, Rectangle, Rendition
from app.media.queries import largest
from app.media.rules import Answer, BlobKind, ImageState
from app.media.services.files import hold
from app.media.stacks import stack_of
from app.media.storage import ImageStore


def reopen(session: Session, store: ImageStore, image: Image, *, at: datetime) -> None:
    """Let the author cover more of a confirmed picture; raises WrongStep unless it's confirmed, Gone once erased.

    The files stay as they are until it's redrawn. Its author alone sees it, and from now on it lives as any picture
    that nobody has confirmed: for 7 days after the last touch.
    """
    hold(session, image)
    if image.state is not ImageState.CONFIRMED:
        raise WrongStep(mark("This picture isn't confirmed: go on with it."))
    files = [largest(image, frame) for frame in range(image.frames)]
    with store.all_or_nothing() as keys:
        pages = [store.get(file.key) for file in files]
        key = store.put_original(pages[0] if image.frames == 1 else stack_of(pages), at=at)
        keys.append((BlobKind.QUARANTINE, key))
        _start_over(image, files[0])
        image.quarantine_key, image.state, image.touched_at = key, ImageState.RECEIVED, at
        image.confirmed_at, image.signs, image.doubted = None, [], False
        session.flush()
        record(session, image.author_id, "image.reopened", Subject.IMAGE, image.id, at=at)


def _start_over(image: Image, file: Rendition) -> None:
    """The file's pixels are the whole picture now, and what was covered is part of them."""
    for finding in [finding for finding in image.findings if finding.answer is Answer.COVERED]:
        image.findings.remove(finding)
    for finding in image.findings:
        _move(finding, part_shown(image), file)
    image.width, image.height = file.width, file.height
    image.redactions, image.crop, image.turn, image.windows, image.window = [], None, 0, [], ""


def _move(finding: Finding, part: Rectangle, file: Rendition) -> None:
    finding.x, finding.width = _scaled(finding.x - part["x"], finding.width, part["width"], file.width)
    finding.y, finding.height = _scaled(finding.y - part["y"], finding.height, part["height"], file.height)


def _scaled(start: int, length: int, former: int, present: int) -> tuple[int, int]:
    """Where a stretch begins and how long it is on a side of `present` pixels that was `former` long; never nothing."""
    low = min(max(start * present // former, 0), present - 1)
    high = min(max(-(-(start + length) * present // former), low + 1), present)
    return low, high - low
