"""Passwords: argon2id with the library's recommended parameters (RFC 9106, low-memory profile)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

_HASHER = PasswordHasher()
SAFELY_UNGUESSABLE = 3
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


def is_guessable(password: str, *known: str) -> bool:
    """Whether fewer than 10^8 guesses find it: common and leaked passwords, repeats, rows of keys, what is `known`.

    The scale is of Wheeler, 'zxcvbn: low-budget password strength estimation', USENIX Security 2016.
    """
    words = [word for text in (*known, "casebook") for word in (text, *text.replace("@", " ").split())]
    return int(zxcvbn(password, user_inputs=words, max_length=len(password))["score"]) < SAFELY_UNGUESSABLE
