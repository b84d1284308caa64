"""Reading a backup into a folder: whole and untouched, or not at all."""

from __future__ import annotations

import json
import shutil
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from app.kernel.blobs import KEY, full_is_refused
from app.kernel.errors import mark
from app.kernel.locks import Lock
from app.kernel.sealed_stream import Damaged
from app.ops.backup.container import Label, NoBackup, Source, opened
from app.ops.backup.writing import DATABASE, END, PICTURES


@dataclass(frozen=True)
class Unpacked:
    """What came out: what it is of, the database's file, the folder of the pictures."""

    label: Label
    database: Path
    pictures: Path


def unpack(source: Path, folder: Path, lock: Lock) -> Unpacked:
    """Read the whole backup into the folder. Raises NoBackup for what is damaged or cut off, Refusal for a wrong lock.

    Names are checked one by one: whoever made the file decides nothing about where its parts lie.
    """
    with source.open("rb") as file:
        label, archive = opened(file, lock)
        try:
            with full_is_refused():
                _extract(archive, folder)
        except (Damaged, tarfile.TarError, EOFError, ValueError, KeyError) as error:
            raise NoBackup(mark("This backup is damaged or cut off: nothing of it was put in place.")) from error
    return Unpacked(label, folder / DATABASE, folder / PICTURES)


def read_label(source: Path, lock: Lock) -> Label:
    """What the backup is of, proved by opening its first bytes. Raises NoBackup, Refusal for a wrong lock."""
    with source.open("rb") as file:
        label, archive = opened(file, lock)
        try:
            archive.read(1)
        except Damaged as error:
            raise NoBackup(mark("This backup is damaged or cut off.")) from error
    return label


def _extract(source: Source, folder: Path) -> None:
    pictures, end = 0, None
    with tarfile.open(fileobj=cast("IO[bytes]", source), mode="r|") as archive:
        for entry in archive:
            content = archive.extractfile(entry)
            if content is None or end is not None:
                raise ValueError("something that no backup holds")
            if entry.name == END:
                end = json.load(content)
                continue
            key = entry.name.removeprefix(PICTURES)
            if entry.name != DATABASE and not (entry.name.startswith(PICTURES) and KEY.fullmatch(key)):
                raise ValueError("a name that no backup holds")
            pictures += entry.name != DATABASE
            _write(content, folder / entry.name)
    while source.read(1 << 20):
        """Whatever follows must be what was sealed, too."""
    if end is None or end["pictures"] != pictures:
        raise ValueError("fewer parts than were written")


def _write(content: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        shutil.copyfileobj(content, out, 1 << 20)
