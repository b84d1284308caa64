"""Pictures: files and rows belong together, files are those that were confirmed, originals don't stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from app.kernel.audit import AuditEntry
from app.media import queries as media
from app.media.jobs import is_whole
from app.media.models import DoomedBlob, Image, Rendition
from app.media.rules import ORPHAN_AGE, QUARANTINE_LIMIT, BlobKind, ImageState
from app.media.storage import made_at
from app.ops.invariants.breach import Found, Look, portions

SWEPT_EVERY = timedelta(hours=1)
"""What the sweep does each half hour may be overdue for so long."""
COLUMN: Mapping[BlobKind, Any] = {BlobKind.RENDITION: Rendition.key, BlobKind.QUARANTINE: Image.quarantine_key}
OWNER: Mapping[BlobKind, Any] = {BlobKind.RENDITION: Rendition.image_id, BlobKind.QUARANTINE: Image.id}


def changed_files(look: Look) -> Iterator[Found]:
    """I1: an image whose files, as they lie there, don't give the hash that was confirmed.

    Files may be replaced while they are read, so an image counts only if its row is the same afterwards.
    """
    with look.house.database.reading() as session:
        suspects = [
            (image.id, image.content_hash) for image in media.live(session) if not is_whole(look.house.store, image)
        ]
    for image_id, seen in suspects:
        with look.house.database.reading() as session:
            image = media.by_id(session, image_id)
            if image is None or image.is_gone or image.content_hash != seen or not image.renditions:
                continue
            if all(look.house.store.has(BlobKind.RENDITION, file.key) for file in image.renditions):
                yield Found("image", image_id, "has files that are not what was confirmed")


def originals_shown_to_others(look: Look) -> Iterator[Found]:
    """I2: an original was read by somebody who isn't its author."""
    read = select(Image.id).join(AuditEntry, AuditEntry.subject_id == Image.id)
    read = read.where(AuditEntry.subject == "image", AuditEntry.action == "image.original_read")
    others = read.where(or_(AuditEntry.actor_id.is_(None), AuditEntry.actor_id != Image.author_id)).distinct()
    return look.each("image", "had its original read by somebody else than its author", others)


def kept_originals(look: Look) -> Iterator[Found]:
    """I3: an original that is kept although its picture was confirmed, erased or forgotten."""
    settled = select(Image.id).where(Image.state != ImageState.RECEIVED, Image.quarantine_key.is_not(None))
    yield from look.each("image", "keeps its original, and does not wait for its author any more", settled)
    limit = look.at - QUARANTINE_LIMIT - SWEPT_EVERY
    stale = select(Image.id).where(Image.state == ImageState.RECEIVED, Image.touched_at <= limit)
    yield from look.each("image", "waits for its author for more than 7 days", stale)


def files_without_row(look: Look) -> Iterator[Found]:
    """I10: a file older than an hour that no row has, and that isn't to be destroyed either.

    A portion of files is listed before its rows are read: a file that is made or destroyed meanwhile is no breach.
    """
    for kind in BlobKind:
        old = (key for key in look.house.store.keys(kind) if made_at(key) <= look.at - ORPHAN_AGE)
        for keys in portions(old):
            yield from _without_row(look, kind, keys)


def rows_without_file(look: Look) -> Iterator[Found]:
    """I9: a row whose file is missing; looked at twice, as it may have been replaced in between."""
    for kind in BlobKind:
        rows = select(OWNER[kind], COLUMN[kind]).where(COLUMN[kind].is_not(None)).order_by(COLUMN[kind])
        for image_id, key in look.rows(rows):
            if not look.house.store.has(kind, key) and _is_still_there(look, kind, key):
                yield Found("image", image_id, f"has lost a file ({kind.value})")


def overdue_files(look: Look) -> Iterator[Found]:
    """I7: a file that should have been destroyed."""
    overdue = select(DoomedBlob.id).where(DoomedBlob.since <= look.settled)
    return look.each("file", "should have been destroyed by now", overdue)


def _without_row(look: Look, kind: BlobKind, keys: Sequence[str]) -> Iterator[Found]:
    known = set(_keys(look, select(COLUMN[kind]).where(COLUMN[kind].in_(keys))))
    doomed = set(_keys(look, select(DoomedBlob.key).where(DoomedBlob.kind == kind, DoomedBlob.key.in_(keys))))
    for key in keys:
        if key not in known | doomed and look.house.store.has(kind, key):
            yield Found(kind.value, key, "is a file without a row")


def _is_still_there(look: Look, kind: BlobKind, key: str) -> bool:
    return bool(_keys(look, select(COLUMN[kind]).where(COLUMN[kind] == key)))


def _keys(look: Look, statement: Select[Any]) -> list[str]:
    return [row[0] for row in look.rows(statement)]
