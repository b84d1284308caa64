"""Passkeys: what scripts/passkeys.js asks and answers, in JSON; and the list of one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from flask import flash, jsonify, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from app.accounts import passkeys, presence, second_factors, services
from app.accounts.credentials import Ceremony, Passkey
from app.accounts.forms import PasskeyNameForm
from app.accounts.passkeys import PasskeyRefused, RelyingParty
from app.accounts.rules import SignInMethod
from app.accounts.views.blueprint import bp
from app.accounts.views.coming_in import keep_signed_in, own_address, start, this_browser
from app.accounts.views.confirming import ConfirmFirst, confirmation_address, freshly
from app.accounts.views.own import own_account
from app.accounts.views.proving import half_sign_in
from app.kernel.errors import NotFound, Refusal
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.limits import SIGN_IN_LIMIT, limiter
from app.web.provided import provided
from app.web.unit import now, outbox, session

CHALLENGE = "passkey_challenge"
View = Callable[..., ResponseReturnValue]


def in_json(view: View) -> View:
    """Refusals as JSON, for the script that asks."""

    @wraps(view)
    def speaking(**ids: object) -> ResponseReturnValue:
        try:
            return view(**ids)
        except ConfirmFirst:
            return jsonify(next=confirmation_address())
        except Refusal as refusal:
            return jsonify(error=explain(refusal)), refusal.status

    return speaking


@bp.post("/account/passkeys/options")
@limiter.limit(SIGN_IN_LIMIT)
@open_to(Permission.MANAGE_SELF)
@in_json
@freshly
def passkey_options() -> ResponseReturnValue:
    """What the browser needs to make a passkey."""
    challenge = _challenge(Ceremony.REGISTER, actor().id)
    known = second_factors.passkeys_of(session(), actor().account_id)
    return _json(passkeys.ask_to_register(_party(), own_account(), known, challenge))


@bp.post("/account/passkeys")
@limiter.limit(SIGN_IN_LIMIT)
@open_to(Permission.MANAGE_SELF)
@in_json
@freshly
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that the browser has made."""
    key = passkeys.check_registration(_party(), _answer(), _spend(Ceremony.REGISTER, actor().id))
    name = this_browser().words or _("Passkey")
    services.add_passkey(session(), own_account(), key, name, at=now())
    keep_signed_in(services.secure(session(), presence.current_sign_in(), at=now()))
    flash(_("Your passkey is kept. Give it a name that you recognise."), "success")
    return jsonify(next=url_for(".security"))


@bp.post("/account/passkeys/<int:passkey_id>/name")
@on(second_factors.passkey_by_id, Permission.MANAGE_OWN)
def rename_passkey(passkey: Passkey) -> ResponseReturnValue:
    """Call it by another name."""
    form = PasskeyNameForm()
    if not form.validate_on_submit():
        flash(_("Give the passkey a name of at most 60 letters."), "warning")
        return redirect(url_for(".security"))
    services.rename_passkey(session(), passkey, form.name.data, at=now())
    return redirect(url_for(".security"))


@bp.post("/account/passkeys/<int:passkey_id>/remove")
@on(second_factors.passkey_by_id, Permission.MANAGE_OWN)
@freshly
def remove_passkey(passkey: Passkey) -> ResponseReturnValue:
    """Forget it."""
    services.remove_passkey(session(), passkey, at=now())
    keep_signed_in(services.secure(session(), presence.current_sign_in(), at=now()))
    flash(_("The passkey is removed."), "success")
    return redirect(url_for(".security"))


@bp.post("/sign-in/passkey/options")
@limiter.limit(SIGN_IN_LIMIT)
@open_to(Permission.VISIT)
@in_json
def sign_in_options() -> ResponseReturnValue:
    """What the browser needs to ask for a passkey: any of this site, or one of whoever is half signed in."""
    half = half_sign_in()
    known = second_factors.passkeys_of(session(), half.account_id) if half else []
    return _json(passkeys.ask_to_prove(_party(), known, _challenge(Ceremony.SIGN_IN, None)))


@bp.post("/sign-in/passkey")
@limiter.limit(SIGN_IN_LIMIT)
@open_to(Permission.VISIT)
@in_json
def sign_in_with_passkey() -> ResponseReturnValue:
    """Sign in with a passkey alone, or show it as the second factor."""
    half = half_sign_in()
    passkey = _proven(Ceremony.SIGN_IN, None)
    if half is not None and half.account_id == passkey.account_id:
        entry = services.complete(session(), outbox(), half, at=now())
    else:
        account, browser = passkey.account, this_browser()
        entry = services.enter(session(), outbox(), account, SignInMethod.PASSKEY, browser=browser, at=now())
    return jsonify(next=start(entry, request.args.get("next")))


@bp.post("/account/confirm/passkey/options")
@limiter.limit(SIGN_IN_LIMIT)
@open_to(Permission.MANAGE_SELF)
@in_json
def confirm_options() -> ResponseReturnValue:
    """What the browser needs to ask for one of the reader's passkeys."""
    known = second_factors.passkeys_of(session(), actor().account_id)
    return _json(passkeys.ask_to_prove(_party(), known, _challenge(Ceremony.CONFIRM, actor().id)))


@bp.post("/account/confirm/passkey")
@limiter.limit(SIGN_IN_LIMIT)
@open_to(Permission.MANAGE_SELF)
@in_json
def confirm_with_passkey() -> ResponseReturnValue:
    """Show with a passkey that it's still them."""
    passkey = _proven(Ceremony.CONFIRM, actor().id)
    if passkey.account_id != actor().id:
        raise PasskeyRefused()
    services.confirm_identity(presence.current_sign_in(), at=now())
    return jsonify(next=own_address(request.args.get("next")))


def _proven(ceremony: Ceremony, account_id: int | None) -> Passkey:
    """The passkey that has signed this browser's challenge; raises PasskeyRefused."""
    answer = _answer()
    challenge = _spend(ceremony, account_id)
    passkey = second_factors.passkey_by_credential(session(), passkeys.credential_of(answer))
    if passkey is None:
        raise PasskeyRefused()
    services.note_use(passkey, passkeys.check_proof(_party(), answer, challenge, passkey), at=now())
    return passkey


def _party() -> RelyingParty:
    party = passkeys.relying_party(provided(Settings).public_url)
    if party is None:
        raise NotFound()
    return party


def _challenge(ceremony: Ceremony, account_id: int | None) -> bytes:
    """A fresh challenge: its row makes it good once, the signed cookie ties it to this browser."""
    challenge = services.make_challenge(session(), ceremony, account_id, at=now())
    cookie[CHALLENGE] = bytes_to_base64url(challenge)
    return challenge


def _spend(ceremony: Ceremony, account_id: int | None) -> bytes:
    challenge = base64url_to_bytes(cookie.pop(CHALLENGE, ""))
    services.use_challenge(session(), challenge, ceremony, account_id, at=now())
    return challenge


def _answer() -> str:
    return json.dumps(request.get_json(silent=True) or {})


def _json(options: str) -> ResponseReturnValue:
    return options, 200, {"Content-Type": "application/json"}
