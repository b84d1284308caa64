"""Use cases of consent: record it, submit a case under it, take out of the library, withdraw, let it run out."""

from __future__ import annotations

from app.consent.services.expiring import expire, warn
from app.consent.services.exporting import NotCovered, check_covered, recall, take
from app.consent.services.recording import BadTerms, Terms, record, submit_case
from app.consent.services.withdrawing import (
    UnknownCode,
    by_code,
    ends_with,
    forget_reference,
    take_back_again,
    withdraw,
    withdraw_by_receipt,
)

__all__ = [
    "BadTerms",
    "NotCovered",
    "Terms",
    "UnknownCode",
    "by_code",
    "check_covered",
    "ends_with",
    "expire",
    "forget_reference",
    "recall",
    "record",
    "submit_case",
    "take",
    "take_back_again",
    "warn",
    "withdraw",
    "withdraw_by_receipt",
]
