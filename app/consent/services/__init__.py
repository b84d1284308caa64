"""Use cases of consent: record or sign it, open who signed, submit a case under it, withdraw it, let it run out."""

from __future__ import annotations

from app.consent.services.expiring import expire, warn
from app.consent.services.exporting import NotCovered, check_covered, recall, take
from app.consent.services.opening import forget_identity, open_identity, opens
from app.consent.services.recording import record, submit_case
from app.consent.services.signing import (
    CaseChanged,
    LinkOver,
    cancel_link,
    invite,
    missing_for_signing,
    sign,
    usable,
)
from app.consent.services.withdrawing import (
    UnknownCode,
    by_code,
    ends_with,
    forget_reference,
    take_back_again,
    withdraw,
    withdraw_by_receipt,
)
from app.consent.terms import BadTerms, Terms

__all__ = [
    "BadTerms",
    "CaseChanged",
    "LinkOver",
    "NotCovered",
    "Terms",
    "UnknownCode",
    "by_code",
    "cancel_link",
    "check_covered",
    "ends_with",
    "expire",
    "forget_identity",
    "forget_reference",
    "invite",
    "missing_for_signing",
    "open_identity",
    "opens",
    "recall",
    "record",
    "sign",
    "submit_case",
    "take",
    "take_back_again",
    "usable",
    "warn",
    "withdraw",
    "withdraw_by_receipt",
]
