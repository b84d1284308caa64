"""Showing once more that it's them, before somebody changes how they sign in, or takes their data away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import presence, second_factors, services
from app.accounts.forms import PasswordForm
from app.accounts.passkeys import relying_party
from app.accounts.services.passwords import WrongPassword
from app.accounts.views.blueprint import bp
from app.accounts.views.coming_in import own_address
from app.accounts.views.own import own_account
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import open_to
from app.web.identity import actor
from app.web.limits import SIGN_IN_LIMIT, entering_account, limiter
from app.web.provided import provided
from app.web.unit import now, session

View = Callable[..., ResponseReturnValue]
FRESH = timedelta(minutes=15)


class ConfirmFirst(Exception):
    """The person has been signed in for a while: a phone left on a table must not be enough."""


def freshly(view: View) -> View:
    """Run the view only when its reader has shown within a quarter of an hour that it's them."""

    @wraps(view)
    def guarded(*subject: object, **ids: object) -> ResponseReturnValue:
        confirmed_at = presence.current_sign_in().confirmed_at
        if confirmed_at is None or now() >= confirmed_at + FRESH:
            raise ConfirmFirst()
        return view(*subject, **ids)

    return guarded


def confirmation_address() -> str:
    """Where to confirm; from there it goes on to this page, or to that of security where nothing can be read."""
    following = request.full_path.rstrip("?") if request.method == "GET" else url_for("accounts.security")
    return url_for("accounts.confirm_identity", next=following)


@bp.errorhandler(ConfirmFirst)
def _confirm_first(_needed: ConfirmFirst) -> ResponseReturnValue:
    return redirect(confirmation_address())


@bp.route("/account/confirm", methods=["GET", "POST"])
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"], key_func=entering_account)
@open_to(Permission.MANAGE_SELF)
def confirm_identity() -> ResponseReturnValue:
    """Ask for the password, or for a passkey, once more."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            services.check_password(own_account(), form.password.data)
        except WrongPassword as refusal:
            form.form_errors.append(explain(refusal))
        else:
            services.confirm_identity(presence.current_sign_in(), at=now())
            return redirect(own_address(request.args.get("next")))
    page = render_template(
        "accounts/confirm_identity.html",
        form=form,
        following=own_address(request.args.get("next")),
        has_passkeys=_can_use_passkeys(),
    )
    return page, 422 if form.is_submitted() else 200


def _can_use_passkeys() -> bool:
    is_possible = relying_party(provided(Settings).public_url) is not None
    return is_possible and bool(second_factors.passkeys_of(session(), actor().account_id))
