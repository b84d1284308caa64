"""What a backup is locked with: a passphrase, the bytes of a key file, or, if that's said, nothing."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.kernel.errors import Refusal, mark
from app.kernel.sealed_stream import KEY_BYTES

COST = 1 << 17
"""scrypt's N with r = 8: 128 MiB and about half a second for each guess of a passphrase."""
COSTS = range(1 << 14, (1 << 20) + 1)
FEWEST_LETTERS = 12
FEWEST_BYTES = 32
SALT = 16


@dataclass(frozen=True)
class Passphrase:
    """Words that somebody remembers, or keeps apart from the backups."""

    words: str

    def __post_init__(self) -> None:
        if len(self.words) < FEWEST_LETTERS:
            raise Refusal(mark("A passphrase has at least %(fewest)s characters."), fewest=FEWEST_LETTERS)


@dataclass(frozen=True)
class KeyFile:
    """Random bytes from a file, at least 32 of them."""

    data: bytes

    def __post_init__(self) -> None:
        if len(self.data) < FEWEST_BYTES:
            raise Refusal(mark("A key file has at least %(fewest)s random bytes."), fewest=FEWEST_BYTES)


@dataclass(frozen=True)
class Plain:
    """No lock at all: whoever has the file has everything."""


Lock = Passphrase | KeyFile | Plain
Facts = dict[str, Any]
"""How the key is made from what the lock is, as the backup's head says it."""


def new_facts(lock: Lock) -> Facts:
    """Facts for a new backup, with a salt of its own, so that no two backups have the same key."""
    salt = secrets.token_hex(SALT)
    if isinstance(lock, Passphrase):
        return {"made_by": "scrypt", "n": COST, "r": 8, "p": 1, "salt": salt}
    return {"made_by": "key file", "salt": salt} if isinstance(lock, KeyFile) else {"made_by": "nothing"}


def make_key(lock: Lock, facts: Facts) -> tuple[bytes, str]:
    """The key, and a word by which a wrong lock is told from a damaged file; raises Refusal for another kind of lock.

    Both halves come from one derivation, and neither tells the other.
    """
    if facts["made_by"] == "scrypt" and isinstance(lock, Passphrase):
        made = _stretched(lock.words, facts)
    elif facts["made_by"] == "key file" and isinstance(lock, KeyFile):
        salt = bytes.fromhex(facts["salt"])
        made = HKDF(SHA256(), 2 * KEY_BYTES, salt=salt, info=b"casebook backup").derive(lock.data)
    else:
        raise Refusal(WANTED.get(facts["made_by"], WANTED["unknown"]))
    return made[:KEY_BYTES], hashlib.sha256(made[KEY_BYTES:]).hexdigest()


def _stretched(words: str, facts: Facts) -> bytes:
    cost, (r, p) = facts["n"], (facts["r"], facts["p"])
    if cost not in COSTS or (r, p) != (8, 1):
        raise Refusal(WANTED["unknown"])
    return Scrypt(salt=bytes.fromhex(facts["salt"]), length=2 * KEY_BYTES, n=cost, r=r, p=p).derive(words.encode())


WANTED = {
    "scrypt": mark("This backup is locked with a passphrase: give that."),
    "key file": mark("This backup is locked with a key file: say --key-file."),
    "nothing": mark("This backup is not encrypted. Say --plain if you know where it comes from."),
    "unknown": mark("This backup is locked in a way that this version doesn't know."),
}
