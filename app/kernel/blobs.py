"""The port for bytes at rest, and its embedded adapter: files whose writes survive a power cut."""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from app.kernel.errors import NoRoom

UNFINISHED_SECONDS = 3600
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
KEY = re.compile(r"[a-z0-9]{2}/[a-z0-9][a-z0-9.-]{7,80}")


class BlobStore(Protocol):
    """Named bytes. Keys are made by the caller from random letters, never from an uploaded name."""

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes; when this returns they survive a power cut. Raises NoRoom, and then nothing is kept."""

    def get(self, key: str) -> bytes:
        """Return the bytes; raises FileNotFoundError."""

    def delete(self, key: str) -> None:
        """Destroy the bytes; a key that isn't there is fine."""

    def has(self, key: str) -> bool:
        """Whether the bytes are there."""

    def keys(self) -> Iterator[str]:
        """All keys, in no order."""

    def local_path(self, key: str) -> Path | None:
        """Where the bytes lie on this machine, if they do."""

    def clear_unfinished(self) -> int:
        """Destroy what a killed process had begun to put more than an hour ago; return how many that were."""


class LocalBlobs:
    """Files in a folder outside the web root, two levels deep."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, key: str, data: bytes) -> None:
        target = self._path(key)
        passing = target.with_name(f".{secrets.token_hex(8)}")
        with full_is_refused():
            target.parent.mkdir(exist_ok=True, mode=0o700)
            try:
                with passing.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                passing.replace(target)
            finally:
                passing.unlink(missing_ok=True)
            sync_folder(target.parent)
            sync_folder(self._folder)

    def get(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def keys(self) -> Iterator[str]:
        for path in self._folder.glob("*/*"):
            if not path.name.startswith("."):
                yield f"{path.parent.name}/{path.name}"

    def local_path(self, key: str) -> Path | None:
        return self._path(key)

    def clear_unfinished(self) -> int:
        begun = [path for path in self._folder.glob("*/.*") if path.stat().st_mtime < time.time() - UNFINISHED_SECONDS]
        for path in begun:
            path.unlink(missing_ok=True)
        return len(begun)

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError("a blob key has the form ab/abcdef0123.webp")
        return self._folder / key


@contextmanager
def full_is_refused() -> Iterator[None]:
    """Turn the system's word for a full disk into ours; raises NoRoom."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom() from error
        raise


def sync_folder(folder: Path) -> None:
    """What was put into this folder, renamed in it or taken out of it, survives a power cut from here on."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
