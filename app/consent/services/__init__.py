"""Use cases of consent: record or sign it, open who signed, submit a case under it, withdraw it, let it run out."""

from __future__ import annotations

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
    expire,
    forget_reference,
    withdraw,
    withdraw_by_receipt,
)
from app.consent.terms import BadTerms, Terms

__all__ = [
    "BadTerms",
    "CaseChanged",
    "LinkOver",
    "Terms",
    "UnknownCode",
    "cancel_link",
    "expire",
    "forget_identity",
    "forget_reference",
    "invite",
    "missing_for_signing",
    "open_identity",
    "opens",
    "record",
    "sign",
    "submit_case",
    "usable",
    "withdraw",
    "withdraw_by_receipt",
]
