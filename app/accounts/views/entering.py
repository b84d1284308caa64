"""Pages for coming in and going: sign in and out, a forgotten password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import services
from app.accounts.forms import ForgottenForm, NewPasswordForm, SignInForm
from app.accounts.passkeys import relying_party
from app.accounts.views.blueprint import bp
from app.accounts.views.coming_in import let_in, this_browser
from app.accounts.views.own import own_account
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web import identity
from app.web.errors import explain
from app.web.gate import open_to
from app.web.journal import note_failure
from app.web.limits import SIGN_IN_LIMIT, limiter, typed_email
from app.web.provided import provided
from app.web.unit import now, outbox, session


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"], key_func=typed_email)
@open_to(Permission.VISIT)
def sign_in() -> ResponseReturnValue:
    """Sign in with address and password."""
    form = SignInForm()
    if form.validate_on_submit():
        try:
            entry = services.sign_in(
                session(), outbox(), form.email.data, form.password.data, browser=this_browser(), at=now()
            )
        except (services.WrongCredentials, services.Suspended) as refusal:
            note_failure("password")
            form.form_errors.append(explain(refusal))
        else:
            return let_in(entry, request.args.get("next"))
    return _sign_in_page(form)


@bp.post("/sign-out")
@open_to(Permission.VISIT)
def sign_out() -> ResponseReturnValue:
    """Revoke this browser's sign-in."""
    token = identity.stop()
    if token:
        services.sign_out(session(), token, at=now())
    return _gone()


@bp.route("/forgotten", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"])
@limiter.limit("5 per hour", methods=["POST"], key_func=typed_email)
@open_to(Permission.VISIT)
def forgotten() -> ResponseReturnValue:
    """Ask for a link to set a new password."""
    form = ForgottenForm()
    if form.validate_on_submit():
        services.ask_for_reset(session(), outbox(), form.email.data)
        return redirect(url_for(".mail_sent"))
    return render_template("accounts/forgotten.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/reset/<token>", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@open_to(Permission.VISIT)
def reset(token: str) -> ResponseReturnValue:
    """Set a new password with the link of the mail."""
    form = NewPasswordForm()
    if form.validate_on_submit():
        services.reset_password(session(), token, form.password.data, at=now())
        flash(_("Your new password is set. Sign in with it."), "success")
        return redirect(url_for(".sign_in"))
    return render_template("accounts/reset.html", form=form), 422 if form.is_submitted() else 200


@bp.post("/account/sign-out-everywhere")
@open_to(Permission.MANAGE_SELF)
def sign_out_everywhere() -> ResponseReturnValue:
    """Revoke every sign-in, this one too."""
    services.sign_out_everywhere(session(), own_account(), at=now())
    identity.stop()
    return _gone()


def _gone() -> Response:
    """Whoever uses the browser next finds nothing of what was read with it."""
    response = redirect(url_for(".sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _sign_in_page(form: SignInForm) -> ResponseReturnValue:
    settings = provided(Settings)
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        wanted=request.args.get("next"),
        elsewhere=settings.oidc.name if settings.oidc else None,
        has_passkeys=relying_party(settings.public_url) is not None,
    )
    return page, 422 if form.is_submitted() else 200
