"""Pages of people: joining, coming in and going, the account page, being verified, security, one's own data."""

from __future__ import annotations

from app.accounts.views import (
    account,
    confirming,
    elsewhere,
    entering,
    factors,
    inviting,
    joining,
    leaving,
    naming,
    passkeys,
    proving,
    sign_ins,
    verifying,
    vouching,
)
from app.accounts.views.blueprint import bp

__all__ = [
    "account",
    "bp",
    "confirming",
    "elsewhere",
    "entering",
    "factors",
    "inviting",
    "joining",
    "leaving",
    "naming",
    "passkeys",
    "proving",
    "sign_ins",
    "verifying",
    "vouching",
]
