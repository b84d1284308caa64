"""Pages of people: joining, coming in and going, the account page, security, one's own data."""

from __future__ import annotations

from app.accounts.views import (
    account,
    confirming,
    elsewhere,
    entering,
    factors,
    joining,
    leaving,
    passkeys,
    proving,
    sign_ins,
)
from app.accounts.views.blueprint import bp

__all__ = [
    "account",
    "bp",
    "confirming",
    "elsewhere",
    "entering",
    "factors",
    "joining",
    "leaving",
    "passkeys",
    "proving",
    "sign_ins",
]
