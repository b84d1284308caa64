"""Jobs of pictures: destroy doomed files, end forgotten drafts, and prove that files and rows belong together."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from app.kernel.clock import Clock
from app.kernel.database import Database
from app.media import queries, services
from app.media.cleaning import draw
from app.media.errors import PictureRefused
from app.media.models import DoomedBlob, Image
from app.media.rules import DESTROYED_WITHIN, ORPHAN_AGE, QUARANTINE_LIMIT, SCANNED_AT_ONCE, BlobKind, ImageState
from app.media.scanning.detecting import ScanFailed, Scanner
from app.media.scanning.findings import Seen
from app.media.stacks import frames_alone
from app.media.storage import ImageStore, made_at

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class QuarantineReport:
    """How many drafts were ended, and the keys of originals that lie there against I3 (none, or a breach)."""

    erased: int
    overdue: tuple[str, ...]


@dataclass(frozen=True)
class OrphanReport:
    """How many files without a row were destroyed, and the ids of images that miss a file (I10)."""

    destroyed: int
    incomplete: tuple[int, ...]


def destroy_doomed(database: Database, store: ImageStore, clock: Clock) -> int:
    """Destroy the listed files, then strike them from the list; return how many are gone.

    In this order, so that a job killed between the two finds the file on the list again. A file that can't be
    destroyed stays listed and holds up none of the others; after 5 minutes it's an error in the log (I7).
    """
    with database.reading() as session:
        listed = queries.doomed(session)
    gone = [doomed.id for doomed in listed if _destroy(store, doomed, clock.now())]
    if gone:
        with database.writing() as session:
            session.execute(delete(DoomedBlob).where(DoomedBlob.id.in_(gone)))
    return len(gone)


def scan_next(database: Database, store: ImageStore, clock: Clock, scanner: Scanner) -> bool:
    """Let the detectors look at the picture, or the next frames of the stack, that has waited longest.

    Returns whether there was one. Killed at any line, the picture still waits, and its author can't confirm it.
    """
    with database.reading() as session:
        image = queries.next_to_scan(session) if scanner.is_available else None
    if image is None:
        return False
    seen, last = _look(image, store, scanner)
    with database.writing() as session:
        present = queries.by_id(session, image.id)
        if present is not None and seen is None:
            services.note_failure(session, present, content_hash=image.content_hash, at=clock.now())
        elif present is not None and seen is not None:
            shown, by = image.content_hash, scanner.version
            services.note_scan(session, present, seen, content_hash=shown, frames=last, version=by, at=clock.now())
    return True


def _look(image: Image, store: ImageStore, scanner: Scanner) -> tuple[list[tuple[int, Seen]] | None, int]:
    """What shows in the next frames as they're planned, or None when they can't be looked at."""
    first, last = image.scanned_frames, min(image.scanned_frames + SCANNED_AT_ONCE, image.frames)
    try:
        part = frames_alone(store.get_original(image.quarantine_key or ""), first, last)
        pages = draw(part, queries.plan_of(image), frames=last - first).pages
        return [(frame, sight) for frame, page in enumerate(pages, first) for sight in scanner.scan(page)], last
    except (ScanFailed, PictureRefused, FileNotFoundError):
        log.exception("picture %s could not be scanned", image.id)
        return None, first


def sweep_quarantine(database: Database, store: ImageStore, clock: Clock) -> QuarantineReport:
    """Erase pictures that nobody confirmed or touched for 7 days, destroy their files, and prove I3."""
    before = clock.now() - QUARANTINE_LIMIT
    with database.reading() as session:
        waiting = queries.stale(session, before)
    erased = sum(_end(database, image_id, before, clock.now()) for image_id in waiting)
    destroy_doomed(database, store, clock)
    overdue = tuple(overdue_originals(database, store, clock))
    if overdue:
        log.error("%s originals lie in quarantine longer than they may (I3)", len(overdue))
    return QuarantineReport(erased, overdue)


def overdue_originals(database: Database, store: ImageStore, clock: Clock) -> list[str]:
    """Keys of originals whose image doesn't wait for its author any more, or has waited for too long.

    Rows are read before files are listed: what is confirmed or received in between raises no false alarm.
    """
    with database.reading() as session:
        entitled = queries.waiting_originals(session, clock.now() - QUARANTINE_LIMIT)
    before = clock.now() - ORPHAN_AGE
    present = set(store.keys(BlobKind.QUARANTINE))
    return sorted(key for key in present - entitled if made_at(key) <= before)


def sweep_orphans(database: Database, store: ImageStore, clock: Clock) -> OrphanReport:
    """Destroy files older than an hour that no row knows, and name the images that miss a file for as long.

    Files are listed before rows are read: a file made in between isn't on the list, one destroyed in between is.
    """
    before = clock.now() - ORPHAN_AGE
    destroyed = 0
    incomplete: set[int] = set()
    for kind in BlobKind:
        present = set(store.keys(kind))
        with database.reading() as session:
            known, listed = queries.owners(session, kind), queries.doomed(session)
        orphans = present - known.keys() - {doomed.key for doomed in listed}
        old = [key for key in orphans if made_at(key) <= before]
        for key in old:
            store.destroy(kind, key)
        destroyed += len(old)
        incomplete |= {known[key] for key in known.keys() - present if made_at(key) <= before}
    if incomplete:
        log.error("images without all of their files (I10): %s", sorted(incomplete))
    return OrphanReport(destroyed, tuple(sorted(incomplete)))


def changed_files(database: Database, store: ImageStore) -> list[int]:
    """Ids of images whose files, as they lie there, aren't those that the confirmed content hash names."""
    with database.reading() as session:
        return [image.id for image in queries.live(session) if not is_whole(store, image)]


def is_whole(store: ImageStore, image: Image) -> bool:
    """Whether the image's files are there and are those that its content hash names."""
    try:
        return store.content_hash(image.renditions) == image.content_hash
    except FileNotFoundError:
        return False


def _destroy(store: ImageStore, doomed: DoomedBlob, now: datetime) -> bool:
    try:
        store.destroy(doomed.kind, doomed.key)
    except OSError:
        level = logging.ERROR if now - doomed.since > DESTROYED_WITHIN else logging.WARNING
        log.log(level, "file %s could not be destroyed yet", doomed.id, exc_info=True)
        return False
    return True


def _end(database: Database, image_id: int, before: datetime, at: datetime) -> bool:
    """Erase one picture, unless its author came back in the meantime."""
    with database.writing() as session:
        image = queries.by_id(session, image_id)
        if image is None or image.state is not ImageState.RECEIVED or image.touched_at > before:
            return False
        services.erase(session, image, at=at)
        return True
