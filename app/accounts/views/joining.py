"""Pages for joining: sign up, confirm the address."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import SignUpForm
from app.accounts.views.blueprint import bp
from app.accounts.views.own import own_account
from app.kernel.errors import NotFound, mark
from app.kernel.settings import Joining, Settings
from app.policy.rules import Permission
from app.web.gate import open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.provided import provided
from app.web.unit import now, outbox, session


@bp.route("/sign-up", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@open_to(Permission.VISIT)
def sign_up() -> ResponseReturnValue:
    """Open an account; the answer is the same whether the address is known or not."""
    if provided(Settings).joining is Joining.INVITE:
        return render_template("accounts/by_invitation.html"), 403 if request.method == "POST" else 200
    return _sign_up(None)


@bp.route("/join/<token>", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@open_to(Permission.VISIT)
def join(token: str) -> ResponseReturnValue:
    """Open an account with the link of an invitation."""
    invitation = queries.usable_invitation(session(), token, now())
    if invitation is None:
        raise NotFound(mark("This invitation was used or taken back, or it has run out. Ask for another one."))
    return _sign_up(token, invitation=invitation)


def _sign_up(token: str | None, **shown: object) -> ResponseReturnValue:
    form, joining = SignUpForm(), provided(Settings).joining
    if not form.validate_on_submit():
        page = render_template("accounts/sign_up.html", form=form, joining=joining.value, **shown)
        return page, 422 if form.is_submitted() else 200
    password = form.password.data
    services.join(session(), outbox(), _profile(form), password, joining=joining, invitation=token, at=now())
    return redirect(url_for(".mail_sent"))


def _profile(form: SignUpForm) -> services.Profile:
    return services.Profile(
        name=form.name.data,
        email=form.email.data,
        occupation=form.occupation.data,
        country=form.country.data,
        specialty=form.specialty.data,
        institution=form.institution.data,
        registration_number=form.registration_number.data,
    )


@bp.get("/mail-sent")
@open_to(Permission.VISIT)
def mail_sent() -> ResponseReturnValue:
    """Say that a link is on its way."""
    return render_template("accounts/mail_sent.html")


@bp.get("/confirm/<token>")
@open_to(Permission.VISIT)
def ask_confirmation(token: str) -> ResponseReturnValue:
    """A button, because mail scanners open links."""
    return render_template("accounts/confirm.html", token=token)


@bp.post("/confirm/<token>")
@open_to(Permission.VISIT)
def confirm(token: str) -> ResponseReturnValue:
    """Use the link of the mail."""
    services.confirm_email(session(), outbox(), token, at=now())
    flash(_("Your address is confirmed."), "success")
    return redirect(url_for(".account" if actor().id else ".sign_in"))


@bp.post("/confirm")
@limiter.limit("5 per hour")
@open_to(Permission.MANAGE_SELF)
def send_confirmation() -> ResponseReturnValue:
    """Send the confirmation link again."""
    services.ask_for_confirmation(outbox(), own_account())
    flash(_("A new link is on its way."), "info")
    return redirect(url_for(".account"))
