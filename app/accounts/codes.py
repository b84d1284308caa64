"""Codes that people type: of an authenticator app (RFC 6238), and of the paper they keep for when it is lost."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

import pyotp
from pyotp.utils import strings_equal

ISSUER = "Casebook"
STEP_SECONDS = 30
DRIFT = 1
"""So many half minutes may the clocks of server and phone differ."""
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is taken for another when copied from paper: 0 and O, 1, I and L, U and V."""
GROUPS, GROUP_LENGTH = 4, 4
RECOVERY_CODES = 10


def new_secret() -> str:
    """160 random bits in base 32, as RFC 4226 recommends."""
    return pyotp.random_base32()


def enrolment_address(secret: str, account: str) -> str:
    """The otpauth:// address that apps read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def matching_step(secret: str, code: str, *, after: int, at: datetime) -> int | None:
    """The number of the half minute that the code belongs to, if it's a recent one and later than `after`."""
    make = pyotp.TOTP(secret, interval=STEP_SECONDS).generate_otp
    now = int(at.timestamp()) // STEP_SECONDS
    typed = "".join(code.split())
    fitting = [step for step in range(now - DRIFT, now + DRIFT + 1) if _fits(make, step, typed)]
    return next((step for step in fitting if step > after), None)


def _fits(make: Callable[[int], str], step: int, typed: str) -> bool:
    return strings_equal(make(step), typed)


def new_recovery_code() -> str:
    """Sixteen signs in groups of four: 78 random bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def recovery_digest(account_id: int, typed: str) -> str:
    """What is stored of a recovery code: whatever hyphens, blanks and small letters it's typed with."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return hashlib.sha256(f"{account_id}:{plain}".encode()).hexdigest()
