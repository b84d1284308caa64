"""The file of a backup: a head in the clear that says what it is, then a tar archive, sealed or plain.

    b"CASEBOOK BACKUP\\n", the head's length (4 bytes, big end first), the head (JSON), the archive

The head holds the audit log's head, so that `casebook audit verify` can ask a backup what the log once was. It's
bound to the archive: another head, and the archive can't be opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from app.kernel.chain import Head
from app.kernel.errors import Refusal, mark
from app.kernel.locks import Lock, Plain, make_key, new_facts
from app.kernel.sealed_stream import OpeningReader, SealingWriter

MAGIC = b"CASEBOOK BACKUP\n"
FORMAT = 2
LONGEST = 1 << 16


@dataclass(frozen=True)
class Label:
    """What a backup is of."""

    backend: str
    at: str
    audit: Head


class Sink(Protocol):
    """Takes bytes."""

    def write(self, data: bytes, /) -> int: ...


class Source(Protocol):
    """Gives bytes."""

    def read(self, size: int = -1, /) -> bytes: ...


class NoBackup(Refusal):
    """The file isn't a backup, is damaged or cut off, or was written by another version."""


@contextmanager
def sealed(out: BinaryIO, label: Label, lock: Lock) -> Iterator[Sink]:
    """Write the head; give what the archive is written to."""
    facts = new_facts(lock)
    is_plain = isinstance(lock, Plain)
    key, check = (b"", "") if is_plain else make_key(lock, facts)
    head = _packed({"format": FORMAT, **asdict(label), "lock": facts, "check": check})
    out.write(head)
    if is_plain:
        yield out
        return
    writer = SealingWriter(out, key, head)
    yield writer
    writer.finish()


def opened(source: BinaryIO, lock: Lock) -> tuple[Label, Source]:
    """Read the head; return it and what the archive is read from.

    Raises NoBackup, or Refusal for a wrong or another kind of lock. What is read raises Damaged where it isn't what
    was sealed; of a plain backup nobody can tell.
    """
    packed, head = _head(source)
    try:
        label = Label(head["backend"], head["at"], Head(**head["audit"]))
        facts, check = head["lock"], head["check"]
        is_plain = facts["made_by"] == "nothing"
    except (KeyError, TypeError) as error:
        raise NoBackup(mark("The head of this backup is damaged.")) from error
    if is_plain and isinstance(lock, Plain):
        return label, source
    key, word = make_key(lock, facts)
    if word != check:
        raise Refusal(mark("That is not the passphrase or the key file that this backup was locked with."))
    return label, cast("Source", OpeningReader(source, key, packed))


def needs_passphrase(path: Path) -> bool:
    """Whether somebody must be asked for a passphrase before this file can be opened; raises NoBackup."""
    with path.open("rb") as source:
        head = _head(source)[1]
    lock = head.get("lock")
    return isinstance(lock, dict) and lock.get("made_by") == "scrypt"


def _packed(head: dict[str, Any]) -> bytes:
    text = json.dumps(head, sort_keys=True).encode()
    return MAGIC + len(text).to_bytes(4, "big") + text


def _head(source: BinaryIO) -> tuple[bytes, dict[str, Any]]:
    start = source.read(len(MAGIC) + 4)
    if not start.startswith(MAGIC):
        raise NoBackup(OLDER if start.startswith(b"casebook-backup.json") else NOT_ONE)
    length = int.from_bytes(start[len(MAGIC) :], "big")
    text = source.read(length) if length <= LONGEST else b""
    try:
        head = json.loads(text)
        is_known = head["format"] == FORMAT
    except (ValueError, KeyError, TypeError) as error:
        raise NoBackup(mark("The head of this backup is damaged.")) from error
    if not is_known:
        raise NoBackup(mark("This backup was written by another version of Casebook. Restore it with that one."))
    return start + text, head


NOT_ONE = mark("This is not a Casebook backup.")
OLDER = mark("This backup was written by Casebook before backups were encrypted. Restore it with that version.")
