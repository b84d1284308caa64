"""Pages for coming in and going: sign in and out, a forgotten password."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import ForgottenForm, NewPasswordForm, SignInForm
from app.accounts.views.blueprint import bp
from app.accounts.views.own import own_account
from app.policy.rules import Permission
from app.web import identity
from app.web.errors import explain
from app.web.gate import open_to
from app.web.limits import SIGN_IN_LIMIT, limiter, typed_email
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
            token, account = services.sign_in(session(), form.email.data, form.password.data, at=now())
        except (services.WrongCredentials, services.Suspended) as refusal:
            form.form_errors.append(explain(refusal))
        else:
            identity.start(token, queries.actor_of(account, now()))
            return redirect(_own_address(request.args.get("next")))
    return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200


@bp.post("/sign-out")
@open_to(Permission.VISIT)
def sign_out() -> ResponseReturnValue:
    """Revoke this browser's sign-in."""
    token = identity.stop()
    if token:
        services.sign_out(session(), token, at=now())
    return redirect(url_for(".sign_in"))


@bp.route("/forgotten", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"])
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
    return redirect(url_for(".sign_in"))


def _own_address(wanted: str | None) -> str:
    """Only addresses on this site, so that a link can't send people elsewhere after signing in."""
    home = url_for("library.home")
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return home
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else home
