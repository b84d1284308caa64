"""Use cases of people: join, sign in and out, prove it's them, be verified, vouch, invite, be granted a role, leave."""

from __future__ import annotations

from app.accounts.services.admitting import decide_admission
from app.accounts.services.apps import (
    WrongCode,
    begin_app,
    confirm_app,
    make_recovery_codes,
    remove_app,
    secret_of,
    use_code,
)
from app.accounts.services.inviting import invite, make_invitation_link, revoke_invitation
from app.accounts.services.joining import join
from app.accounts.services.leaving import erase_person, leave
from app.accounts.services.linking import Stranger, arrive_from_elsewhere, link_identity
from app.accounts.services.links import ask_for_confirmation, ask_for_reset, confirm_email, make_link, reset_password
from app.accounts.services.opening import Profile, open_account, sign_up
from app.accounts.services.passkeys import (
    add_passkey,
    make_challenge,
    note_use,
    remove_passkey,
    rename_passkey,
    use_challenge,
)
from app.accounts.services.passwords import change_password, check_password
from app.accounts.services.profile import choose_name
from app.accounts.services.roles import grant_role
from app.accounts.services.securing import reset_second_factor, secure
from app.accounts.services.signing_in import (
    Entry,
    Suspended,
    WrongCredentials,
    check_not_suspended,
    complete,
    confirm_identity,
    end_overdue,
    end_sign_in,
    enter,
    note_presence,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from app.accounts.services.suspending import end_pause, end_verification, lift_suspension, pause, suspend
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
    "Entry",
    "Profile",
    "Stranger",
    "Suspended",
    "WrongCode",
    "WrongCredentials",
    "add_passkey",
    "arrive_from_elsewhere",
    "ask_for_confirmation",
    "ask_for_link",
    "ask_for_reset",
    "begin_app",
    "cancel_request",
    "change_password",
    "check_asker",
    "check_institutional",
    "check_not_suspended",
    "check_password",
    "check_voucher",
    "choose_name",
    "complete",
    "confirm_app",
    "confirm_email",
    "confirm_identity",
    "confirm_institution",
    "decide_admission",
    "decide_verification",
    "end_overdue",
    "end_pause",
    "end_sign_in",
    "end_verification",
    "enter",
    "erase_person",
    "grant_role",
    "invite",
    "join",
    "lapse_request",
    "leave",
    "lift_suspension",
    "link_identity",
    "make_challenge",
    "make_invitation_link",
    "make_link",
    "make_recovery_codes",
    "make_verification_link",
    "note_presence",
    "note_use",
    "open_account",
    "pause",
    "remind",
    "remove_app",
    "remove_passkey",
    "rename_passkey",
    "request_verification",
    "reset_password",
    "reset_second_factor",
    "revoke_invitation",
    "secret_of",
    "secure",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "suspend",
    "use_challenge",
    "use_code",
    "vouch",
    "works_with",
]
