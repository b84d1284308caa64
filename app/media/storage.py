"""Where pictures lie: renditions in one store, quarantined originals in another; nothing else gets in."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.kernel.blobs import BlobStore
from app.media.cleaning import CleanImage
from app.media.models import Rendition
from app.media.rules import BlobKind, RenditionFormat, content_hash_of

KEY_TIME = re.compile(r"-([0-9a-f]{8})\.[a-z]+$")
LONG_AGO = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class StoredRendition:
    """One kept file; sizes in pixels and bytes."""

    frame: int
    nominal: int
    format: RenditionFormat
    width: int
    height: int
    bytes: int
    key: str


class ImageStore:
    """The two stores behind one door. Renditions come in as a CleanImage or not at all."""

    def __init__(self, renditions: BlobStore, quarantine: BlobStore) -> None:
        self._stores = {BlobKind.RENDITION: renditions, BlobKind.QUARANTINE: quarantine}

    def put(self, image: CleanImage, *, at: datetime) -> list[StoredRendition]:
        """Keep all renditions, or none of them when one can't be kept."""
        if not isinstance(image, CleanImage):
            raise TypeError("only a CleanImage is stored")
        kept: list[StoredRendition] = []
        with self.all_or_nothing() as keys:
            for made in image.renditions:
                key = new_key(made.format, at)
                keys.append((BlobKind.RENDITION, key))
                self._stores[BlobKind.RENDITION].put(key, made.data)
                size = len(made.data)
                form = (made.frame, made.nominal, made.format)
                kept.append(StoredRendition(*form, made.width, made.height, size, key))
        return kept

    def put_original(self, data: bytes, *, at: datetime) -> str:
        """Quarantine an upload; when the key is returned the bytes survive a power cut."""
        key = new_key("bin", at)
        with self.all_or_nothing() as keys:
            keys.append((BlobKind.QUARANTINE, key))
            self._stores[BlobKind.QUARANTINE].put(key, data)
        return key

    @contextmanager
    def all_or_nothing(self) -> Iterator[list[tuple[BlobKind, str]]]:
        """Destroy the files named in the list when the block fails; those of a killed process wait for the sweep."""
        keys: list[tuple[BlobKind, str]] = []
        try:
            yield keys
        except BaseException:
            for kind, key in keys:
                self.destroy(kind, key)
            raise

    def clear_unfinished(self) -> int:
        """Destroy files that a killed process had only begun to write; return how many that were."""
        return sum(store.clear_unfinished() for store in self._stores.values())

    def get(self, key: str) -> bytes:
        """The bytes of a rendition; raises FileNotFoundError."""
        return self._stores[BlobKind.RENDITION].get(key)

    def get_original(self, key: str) -> bytes:
        """The bytes of a quarantined upload; raises FileNotFoundError. Only `services.read_original` asks."""
        return self._stores[BlobKind.QUARANTINE].get(key)

    def local_path(self, key: str) -> Path | None:
        """Where a rendition lies on this machine, if it does, for a front server to send."""
        return self._stores[BlobKind.RENDITION].local_path(key)

    def destroy(self, kind: BlobKind, key: str) -> None:
        """Destroy a file; one that isn't there is fine."""
        self._stores[kind].delete(key)

    def has(self, kind: BlobKind, key: str) -> bool:
        """Whether the file is there."""
        return self._stores[kind].has(key)

    def keys(self, kind: BlobKind) -> Iterator[str]:
        """All keys of one store, in no order."""
        return self._stores[kind].keys()

    def content_hash(self, renditions: Sequence[Rendition]) -> str:
        """The content hash of the files as they lie there now; raises FileNotFoundError."""
        return content_hash_of(
            (0, rendition.nominal, rendition.format, hashlib.sha256(self.get(rendition.key)).hexdigest())
            for rendition in renditions
        )


def new_key(ending: str, at: datetime) -> str:
    """A random key that tells when it was made: not every store knows, and a restored file's date is the restore's."""
    chance = secrets.token_hex(16)
    return f"{chance[:2]}/{chance}-{int(at.timestamp()):08x}.{ending}"


def made_at(key: str) -> datetime:
    """When the key was made; a key of another form counts as old."""
    found = KEY_TIME.search(key)
    return datetime.fromtimestamp(int(found[1], 16), UTC) if found else LONG_AGO
