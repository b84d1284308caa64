"""Use cases of people: sign up, sign in and out, prove it's them, reset, be verified, be granted a role, leave."""

from __future__ import annotations

from app.accounts.services.apps import (
    WrongCode,
    begin_app,
    confirm_app,
    make_recovery_codes,
    remove_app,
    secret_of,
    use_code,
)
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
from app.accounts.services.roles import grant_role
from app.accounts.services.securing import reset_second_factor, secure
from app.accounts.services.signing_in import (
    Entry,
    WrongCredentials,
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
from app.accounts.services.verifying import decide_verification, request_verification

__all__ = [
    "Entry",
    "Profile",
    "Stranger",
    "WrongCode",
    "WrongCredentials",
    "add_passkey",
    "arrive_from_elsewhere",
    "ask_for_confirmation",
    "ask_for_reset",
    "begin_app",
    "change_password",
    "check_password",
    "complete",
    "confirm_app",
    "confirm_email",
    "confirm_identity",
    "decide_verification",
    "end_overdue",
    "end_sign_in",
    "enter",
    "erase_person",
    "grant_role",
    "leave",
    "link_identity",
    "make_challenge",
    "make_link",
    "make_recovery_codes",
    "note_presence",
    "note_use",
    "open_account",
    "remove_app",
    "remove_passkey",
    "rename_passkey",
    "request_verification",
    "reset_password",
    "reset_second_factor",
    "secret_of",
    "secure",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "use_challenge",
    "use_code",
]
