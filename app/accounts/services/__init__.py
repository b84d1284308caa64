"""Use cases of people: join, sign in and out, confirm, reset, be verified, vouch, invite, be granted a role."""

from __future__ import annotations

from app.accounts.services.admitting import decide_admission
from app.accounts.services.inviting import invite, make_invitation_link, revoke_invitation
from app.accounts.services.joining import join
from app.accounts.services.links import ask_for_confirmation, ask_for_reset, confirm_email, make_link, reset_password
from app.accounts.services.opening import Profile, open_account, sign_up
from app.accounts.services.profile import choose_name
from app.accounts.services.roles import grant_role
from app.accounts.services.signing_in import WrongCredentials, sign_in, sign_out, sign_out_everywhere
from app.accounts.services.verifying import (
    ask_for_link,
    cancel_request,
    check_asker,
    check_institutional,
    confirm_institution,
    decide_verification,
    lapse_request,
    make_verification_link,
    remind,
    request_verification,
)
from app.accounts.services.vouching import check_voucher, vouch, works_with

__all__ = [
    "Profile",
    "WrongCredentials",
    "ask_for_confirmation",
    "ask_for_link",
    "ask_for_reset",
    "cancel_request",
    "check_asker",
    "check_institutional",
    "check_voucher",
    "choose_name",
    "confirm_email",
    "confirm_institution",
    "decide_admission",
    "decide_verification",
    "grant_role",
    "invite",
    "join",
    "lapse_request",
    "make_invitation_link",
    "make_link",
    "make_verification_link",
    "open_account",
    "remind",
    "request_verification",
    "reset_password",
    "revoke_invitation",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "vouch",
    "works_with",
]
