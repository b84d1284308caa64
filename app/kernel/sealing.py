"""Sealing small secrets at rest: AES-GCM under a key that lies apart from the database.

What is sealed for one thing can't be opened as another's: the thing's name is bound to it (associated data).
"""

from __future__ import annotations

import os
import re
import secrets
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.kernel.errors import Misconfigured, Refusal, mark

KEY = re.compile(r"[0-9a-f]{64}")
KEY_BYTES = 32
NONCE = 12
FORMAT = b"\x01"


class Unsealable(Refusal):
    """The key is another one, or what was sealed has been changed."""

    status = 409

    def __init__(self) -> None:
        super().__init__(mark("This can't be opened with the key of this instance. Ask its operator for the key."))


class Sealer:
    """Seals and opens. The key is read when it's first needed, and made where there is none yet."""

    def __init__(self, key: str, path: Path) -> None:
        """`key` is 64 hex digits; where it's empty, the file at `path` holds it. Raises Misconfigured."""
        if key and not KEY.fullmatch(key):
            raise Misconfigured("CASEBOOK_CONSENT_KEY must be 64 hexadecimal digits in small letters.")
        self._key, self._path = key, path

    def seal(self, plain: bytes, about: str) -> bytes:
        """A format byte, a random nonce, the cipher text and its tag."""
        nonce = secrets.token_bytes(NONCE)
        return FORMAT + nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """The plain bytes; raises Unsealable."""
        nonce, hidden = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
        is_lost = not self._key and not self._path.exists()  # a new key would open nothing
        if is_lost or sealed[:1] != FORMAT or len(nonce) != NONCE:
            raise Unsealable()
        try:
            return self._cipher.decrypt(nonce, hidden, about.encode())
        except InvalidTag as error:
            raise Unsealable() from error

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(bytes.fromhex(self._key or _kept_key(self._path)))


def _kept_key(path: Path) -> str:
    """The key of the file, which is made whole or not at all, readable by its owner alone."""
    if not path.exists():
        _make_key(path)
    key = path.read_text(encoding="ascii").strip()
    if not KEY.fullmatch(key):
        raise Misconfigured(f"{path} must hold 64 hexadecimal digits; put the key back that was there.")
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(passing, path)  # unlike a rename, this never replaces the key of a process that was faster
    except FileExistsError:
        pass
    finally:
        passing.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
