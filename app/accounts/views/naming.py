"""How readers see somebody: by name, or by what they are."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import services
from app.accounts.forms import NameForm
from app.accounts.naming import unnamed
from app.accounts.rules import STUDENTS
from app.accounts.views.blueprint import bp
from app.accounts.views.own import own_account
from app.kernel.errors import Refusal
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import open_to
from app.web.unit import now, session


@bp.route("/account/name", methods=["GET", "POST"])
@open_to(Permission.MANAGE_SELF)
def name() -> ResponseReturnValue:
    """Show the name, or hide it from everybody but moderators."""
    account = own_account()
    form = NameForm(shown="role" if account.name_hidden else "name", studying_since=account.studying_since)
    if form.validate_on_submit():
        hidden, since = form.shown.data == "role", form.studying_since.data
        try:
            services.choose_name(session(), account, hidden=hidden, studying_since=since, at=now())
        except Refusal as refusal:
            form.studying_since.errors = [explain(refusal)]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".account"))
    shown = {"account": account, "unnamed": unnamed(account), "is_student": account.occupation in STUDENTS}
    return render_template("accounts/name.html", form=form, **shown), 422 if form.is_submitted() else 200
