"""Use cases of consent: record it, submit a case under it, withdraw it, let it run out."""

from __future__ import annotations

from app.consent.services.recording import BadTerms, Terms, record, submit_case
from app.consent.services.withdrawing import (
    UnknownCode,
    expire,
    forget_reference,
    withdraw,
    withdraw_by_receipt,
)

__all__ = [
    "BadTerms",
    "Terms",
    "UnknownCode",
    "expire",
    "forget_reference",
    "record",
    "submit_case",
    "withdraw",
    "withdraw_by_receipt",
]
