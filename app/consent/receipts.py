"""Receipt codes: with one, a patient withdraws consent without an account. Shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: none of them is taken for another."""
LENGTH = 16
GROUP = 4
MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    """A code of 80 random bits, in groups that can be read out on the telephone: `7K3M-Q9TX-2BWC-0HFA`."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return written(letters)


def written(typed: str) -> str:
    """A code as it stands on the receipt, however it was typed."""
    letters = tidy(typed)
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def tidy(typed: str) -> str:
    """The code's letters, however they were typed: small, with blanks or dashes or none, O for 0, I or L for 1."""
    return "".join(letter for letter in typed.upper() if letter.isalnum()).translate(MISREAD)


def is_complete(typed: str) -> bool:
    """Whether this has the form of a code."""
    letters = tidy(typed)
    return len(letters) == LENGTH and set(letters) <= set(LETTERS)


def digest(typed: str) -> str:
    """What is kept of a code; 80 random bits need no salt."""
    return hashlib.sha256(tidy(typed).encode()).hexdigest()
