"""Pages of people: sign up, sign in and out, confirm, reset, the account page."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import ForgottenForm, NewPasswordForm, SignInForm, SignUpForm, VerificationForm
from app.accounts.labels import OCCUPATIONS, SPECIALTIES
from app.accounts.models import Account
from app.accounts.rules import VERIFIABLE
from app.policy.rules import Permission
from app.web import identity
from app.web.errors import explain
from app.web.gate import open_to
from app.web.identity import actor
from app.web.limits import SIGN_IN_LIMIT, limiter, typed_email
from app.web.unit import now, outbox, session

bp = Blueprint("accounts", __name__, template_folder="templates")


@bp.route("/sign-up", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@open_to(Permission.VISIT)
def sign_up() -> ResponseReturnValue:
    """Open an account; the answer is the same whether the address is known or not."""
    form = SignUpForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form), 422 if form.is_submitted() else 200
    profile = services.Profile(
        name=form.name.data,
        email=form.email.data,
        occupation=form.occupation.data,
        country=form.country.data,
        specialty=form.specialty.data,
        institution=form.institution.data,
        registration_number=form.registration_number.data,
    )
    services.sign_up(session(), outbox(), profile, form.password.data, at=now())
    return redirect(url_for(".mail_sent"))


@bp.get("/mail-sent")
@open_to(Permission.VISIT)
def mail_sent() -> ResponseReturnValue:
    """Say that a link is on its way."""
    return render_template("accounts/mail_sent.html")


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
        except services.WrongCredentials as refusal:
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


@bp.get("/confirm/<token>")
@open_to(Permission.VISIT)
def ask_confirmation(token: str) -> ResponseReturnValue:
    """A button, because mail scanners open links."""
    return render_template("accounts/confirm.html", token=token)


@bp.post("/confirm/<token>")
@open_to(Permission.VISIT)
def confirm(token: str) -> ResponseReturnValue:
    """Use the link of the mail."""
    services.confirm_email(session(), token, at=now())
    flash(_("Your address is confirmed."), "success")
    return redirect(url_for(".account" if actor().id else ".sign_in"))


@bp.post("/confirm")
@limiter.limit("5 per hour")
@open_to(Permission.MANAGE_SELF)
def send_confirmation() -> ResponseReturnValue:
    """Send the confirmation link again."""
    services.ask_for_confirmation(outbox(), _own_account())
    flash(_("A new link is on its way."), "info")
    return redirect(url_for(".account"))


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


@bp.get("/account")
@open_to(Permission.MANAGE_SELF)
def account() -> ResponseReturnValue:
    """What is recorded about the reader, and what they may do."""
    return _account_page(VerificationForm())


@bp.post("/account/verification")
@open_to(Permission.MANAGE_SELF)
def request_verification() -> ResponseReturnValue:
    """Ask to be verified."""
    form = VerificationForm()
    if not form.validate_on_submit():
        return _account_page(form), 422
    services.request_verification(
        session(), outbox(), _own_account(), kind=form.kind.data, evidence=form.evidence.data, at=now()
    )
    flash(_("Your request is with the moderators."), "success")
    return redirect(url_for(".account"))


@bp.post("/account/sign-out-everywhere")
@open_to(Permission.MANAGE_SELF)
def sign_out_everywhere() -> ResponseReturnValue:
    """Revoke every sign-in, this one too."""
    services.sign_out_everywhere(session(), _own_account(), at=now())
    identity.stop()
    return redirect(url_for(".sign_in"))


def _own_account() -> Account:
    return session().get_one(Account, actor().account_id)


def _account_page(form: VerificationForm) -> str:
    account = _own_account()
    return render_template(
        "accounts/account.html",
        account=account,
        form=form,
        occupation=OCCUPATIONS[account.occupation],
        specialty=SPECIALTIES[account.specialty] if account.specialty else "",
        verification=queries.latest_verification(session(), account.id),
        pending=queries.pending_verification(session(), account.id),
        can_be_verified=account.occupation in VERIFIABLE,
        sign_ins=queries.live_sign_ins(session(), account.id, now()),
    )


def _own_address(wanted: str | None) -> str:
    """Only addresses on this site, so that a link can't send people elsewhere after signing in."""
    home = url_for("library.home")
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return home
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else home
