"""Sealing a stream of any length with AES-256-GCM, in chunks, so that nothing of it need fit into memory.

Each chunk's nonce is its number and whether it's the last one, so chunks can't be left out, exchanged or cut off
unnoticed; the head that stands before them in the clear is bound to each (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015, with the nonce's random part left out: a key seals one stream only).
"""

from __future__ import annotations

from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 1 << 20
"""Plain bytes in a chunk; the last one may have fewer, or none."""
TAG = 16
KEY_BYTES = 32


class Damaged(Exception):
    """The stream isn't as it was sealed: changed, cut off, or under another key."""


class SealingWriter:
    """Seals what is written; `finish()` seals the end, without which the stream can't be opened."""

    def __init__(self, out: BinaryIO, key: bytes, head: bytes) -> None:
        """`key` has 32 bytes and is used for this stream alone; `head` is what was written before it in the clear."""
        self._out, self._cipher, self._head = out, AESGCM(key), head
        self._number, self._waiting = 0, bytearray()

    def write(self, data: bytes) -> int:
        """Take in plain bytes."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # a whole chunk is kept back: it may be the last one
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Seal the last chunk."""
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), plain, self._head))
        self._number += 1


class OpeningReader:
    """Gives the plain bytes of a sealed stream; raises Damaged as soon as a chunk isn't what was sealed."""

    def __init__(self, source: BinaryIO, key: bytes, head: bytes) -> None:
        self._source, self._cipher, self._head = source, AESGCM(key), head
        self._number, self._plain, self._next = 0, b"", source.read(CHUNK + TAG)
        self._is_open = True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` plain bytes, all that are left if it's negative; none at the end."""
        while self._is_open and (size < 0 or len(self._plain) < size):
            self._plain += self._open()
        wanted = len(self._plain) if size < 0 else size
        given, self._plain = self._plain[:wanted], self._plain[wanted:]
        return given

    def _open(self) -> bytes:
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        is_last = not self._next
        try:
            plain = self._cipher.decrypt(_nonce(self._number, is_last=is_last), chunk, self._head)
        except InvalidTag as error:
            raise Damaged(f"chunk {self._number} is not what was sealed") from error
        self._number += 1
        self._is_open = not is_last
        return plain


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")
