"""Writing a backup: while the instance runs, in bounded memory, into its place in one step."""

from __future__ import annotations

import io
import json
import os
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from app.kernel.blobs import full_is_refused, sync_folder
from app.kernel.chain import Head, head_of
from app.kernel.locks import Lock
from app.ops.backup.container import Label, sealed
from app.ops.backup.databases import backend_of
from app.ops.backup.leftovers import working_folder
from app.ops.backup.snapshot import Snapshot, held_still
from app.ops.house import House

DATABASE, PICTURES, END = "database", "pictures/", "end.json"


@dataclass(frozen=True)
class Written:
    """What a backup holds: how many picture files, how many that rows name were missing, the audit log's head."""

    pictures: int
    missing: int
    audit: Head


def back_up(house: House, target: Path, lock: Lock) -> Written:
    """Write the backup; a half-written file is removed, and what was at `target` before stays until it's whole.

    Quarantined originals, the list of ended cases, and all keys are never in it.
    """
    with working_folder(house.settings.data) as folder, held_still(house, folder) as snapshot, _placed(target) as out:
        audit = head_of(snapshot.session)
        label = Label(backend_of(house.settings), house.clock.now().isoformat(), audit)
        with sealed(out, label, lock) as sink, tarfile.open(fileobj=cast("IO[bytes]", sink), mode="w|") as archive:
            pictures, missing = _fill(archive, snapshot)
    return Written(pictures, missing, audit)


def _fill(archive: tarfile.TarFile, snapshot: Snapshot) -> tuple[int, int]:
    """The end says how many files came before, since a tar archive itself doesn't know."""
    archive.add(snapshot.dump, DATABASE, filter=_nobodys)
    pictures = missing = 0
    for key in snapshot.named():
        path = snapshot.pictures / key
        if path.is_file():
            archive.add(path, f"{PICTURES}{key}", filter=_nobodys)
            pictures += 1
        else:
            missing += 1
    _add(archive, END, json.dumps({"pictures": pictures}).encode())
    return pictures, missing


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Names of this machine's users are nobody's business."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


@contextmanager
def _placed(target: Path) -> Iterator[BinaryIO]:
    """A file beside the target, for its owner alone, that takes the target's place when the block ends well."""
    passing = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with full_is_refused(), os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        passing.replace(target)
        sync_folder(target.resolve().parent)
    finally:
        passing.unlink(missing_ok=True)
