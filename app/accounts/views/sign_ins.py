"""One's sign-ins, ended one by one; and another password."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import presence, queries, services
from app.accounts.forms import ChangePasswordForm
from app.accounts.models import SignIn
from app.accounts.services.passwords import WrongPassword
from app.accounts.views.blueprint import bp
from app.accounts.views.coming_in import keep_signed_in
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on, open_to
from app.web.limits import SIGN_IN_LIMIT, entering_account, limiter
from app.web.unit import now, session


@bp.post("/account/sign-ins/<int:sign_in_id>/end")
@on(queries.sign_in_by_id, Permission.MANAGE_OWN)
def end_sign_in(sign_in: SignIn) -> ResponseReturnValue:
    """Sign one browser out; this one, too."""
    services.end_sign_in(session(), sign_in, at=now())
    flash(_("That browser is signed out."), "success")
    return redirect(url_for(".security"))


@bp.route("/account/password", methods=["GET", "POST"])
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"], key_func=entering_account)
@open_to(Permission.MANAGE_SELF)
def change_password() -> ResponseReturnValue:
    """Set another password; every other browser is signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        row = presence.current_sign_in()
        try:
            token = services.change_password(session(), row, old=form.old.data, new=form.password.data, at=now())
        except WrongPassword as refusal:
            form.old.errors = [explain(refusal)]
        else:
            keep_signed_in(token)
            flash(_("Your password is changed, and every other browser is signed out."), "success")
            return redirect(url_for(".security"))
    return render_template("accounts/change_password.html", form=form), 422 if form.is_submitted() else 200
