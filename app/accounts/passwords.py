"""Passwords: argon2id with the library's recommended parameters (RFC 9106, low-memory profile)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
_NOBODYS = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the encoded hash."""
    return _HASHER.hash(password)


def is_right(password: str, encoded: str | None) -> bool:
    """Whether the password fits; takes as long for an unknown account, or one without a password, as for any other."""
    try:
        _HASHER.verify(encoded or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(encoded)
