"""The page of sign-in and security; authenticator app and recovery codes."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import presence, queries, second_factors, services
from app.accounts.codes import enrolment_address
from app.accounts.credentials import AuthenticatorApp
from app.accounts.forms import CodeForm
from app.accounts.passkeys import relying_party
from app.accounts.views.blueprint import bp
from app.accounts.views.coming_in import keep_signed_in
from app.accounts.views.confirming import freshly
from app.accounts.views.own import factor_sealer, own_account
from app.kernel.errors import NotFound
from app.kernel.settings import SecondFactorPolicy, Settings
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import open_to
from app.web.identity import actor
from app.web.journal import note_failure
from app.web.limits import CODE_LIMIT, entering_account, limiter
from app.web.provided import provided
from app.web.qr import code_file
from app.web.unit import now, session


@bp.get("/account/security")
@open_to(Permission.MANAGE_SELF)
def security() -> ResponseReturnValue:
    """Second factors, sign-ins, password, one's own data."""
    settings = provided(Settings)
    return render_template(
        "accounts/security.html",
        account=own_account(),
        factors=second_factors.overview(session(), actor().account_id),
        is_needed=bool(actor().withheld),
        is_required=settings.second_factor is SecondFactorPolicy.REQUIRED,
        has_passkeys=relying_party(settings.public_url) is not None,
        sign_ins=queries.live_sign_ins(session(), actor().account_id, now()),
        this_one=presence.current_sign_in().id,
    )


@bp.post("/account/app")
@open_to(Permission.MANAGE_SELF)
@freshly
def begin_app() -> ResponseReturnValue:
    """Make the secret of a new authenticator app."""
    services.begin_app(session(), factor_sealer(), own_account(), at=now())
    return redirect(url_for(".set_up_app"))


@bp.route("/account/app/new", methods=["GET", "POST"])
@limiter.limit(CODE_LIMIT, methods=["POST"], key_func=entering_account)
@open_to(Permission.MANAGE_SELF)
@freshly
def set_up_app() -> ResponseReturnValue:
    """Show the code to scan, and take the first code that the app shows."""
    form = CodeForm()
    secret = _open_secret()
    if form.validate_on_submit():
        try:
            services.confirm_app(session(), factor_sealer(), own_account(), form.code.data, at=now())
        except services.WrongCode as refusal:
            note_failure("code")
            form.code.errors = [explain(refusal)]
        else:
            return after_first_factor(_("Your authenticator app is set up."))
    return render_template("accounts/set_up_app.html", form=form, secret=secret), 422 if form.is_submitted() else 200


@bp.get("/account/app/code.svg")
@open_to(Permission.MANAGE_SELF)
@freshly
def app_code() -> ResponseReturnValue:
    """The picture that the app reads; nobody keeps it."""
    drawn = code_file(enrolment_address(_open_secret(), own_account().email))
    return Response(drawn, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@bp.post("/account/app/remove")
@open_to(Permission.MANAGE_SELF)
@freshly
def remove_app() -> ResponseReturnValue:
    """Forget the authenticator app."""
    services.remove_app(session(), own_account(), at=now())
    keep_signed_in(services.secure(session(), presence.current_sign_in(), at=now()))
    flash(_("Your authenticator app is removed."), "success")
    return redirect(url_for(".security"))


@bp.post("/account/recovery-codes")
@open_to(Permission.MANAGE_SELF)
@freshly
def recovery_codes() -> ResponseReturnValue:
    """Make ten new codes and show them, once."""
    return render_template("accounts/recovery_codes.html", codes=_fresh_codes())


def after_first_factor(done: str) -> ResponseReturnValue:
    """After a factor was added: other browsers are out, and who has no recovery codes is shown theirs."""
    keep_signed_in(services.secure(session(), presence.current_sign_in(), at=now()))
    flash(done, "success")
    if second_factors.overview(session(), actor().account_id).codes_left:
        return redirect(url_for(".security"))
    return render_template("accounts/recovery_codes.html", codes=_fresh_codes())


def _fresh_codes() -> list[str]:
    return services.make_recovery_codes(session(), own_account(), at=now())


def _open_secret() -> str:
    """The secret of an app that isn't set up yet; afterwards it's shown to nobody."""
    app = session().get(AuthenticatorApp, actor().account_id)
    if app is None or app.confirmed_at is not None:
        raise NotFound()
    return services.secret_of(factor_sealer(), app)
