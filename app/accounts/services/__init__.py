"""Use cases of people: sign up, sign in and out, confirm, reset, be verified, be granted a role."""

from __future__ import annotations

from app.accounts.services.links import ask_for_confirmation, ask_for_reset, confirm_email, make_link, reset_password
from app.accounts.services.opening import Profile, open_account, sign_up
from app.accounts.services.roles import grant_role
from app.accounts.services.signing_in import (
    Suspended,
    WrongCredentials,
    check_not_suspended,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from app.accounts.services.suspending import end_pause, end_verification, lift_suspension, pause, suspend
from app.accounts.services.verifying import decide_verification, request_verification

__all__ = [
    "Profile",
    "Suspended",
    "WrongCredentials",
    "ask_for_confirmation",
    "ask_for_reset",
    "check_not_suspended",
    "confirm_email",
    "decide_verification",
    "end_pause",
    "end_verification",
    "grant_role",
    "lift_suspension",
    "make_link",
    "open_account",
    "pause",
    "request_verification",
    "reset_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "suspend",
]
