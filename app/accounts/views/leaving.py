"""One's own data: all of it in one file, or all of it gone."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import services
from app.accounts.archive import archive_of
from app.accounts.forms import LeavingForm
from app.accounts.views.blueprint import bp
from app.accounts.views.confirming import freshly
from app.accounts.views.own import own_account
from app.kernel.audit import Subject, record
from app.kernel.database import Database
from app.kernel.errors import Refusal
from app.kernel.personal import Chapter, Exporters
from app.policy.rules import Permission
from app.web import identity
from app.web.errors import explain
from app.web.gate import open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.provided import provided
from app.web.unit import now, outbox, session


@bp.post("/account/export")
@limiter.limit("10 per hour")
@open_to(Permission.MANAGE_SELF)
@freshly
def export() -> ResponseReturnValue:
    """Everything about the reader, as a file that is made while it's sent and kept nowhere."""
    account_id = actor().account_id
    record(session(), account_id, "account.exported", Subject.ACCOUNT, account_id, at=now())
    stream = archive_of(provided(Database), provided(Exporters), account_id, _page, at=now())
    headers = {"Content-Disposition": "attachment; filename=casebook-my-data.zip", "Cache-Control": "no-store"}
    return Response(stream_with_context(stream), mimetype="application/zip", headers=headers)


def _page(chapters: Sequence[Chapter]) -> str:
    return render_template("accounts/archive.html", chapters=chapters, at=now())


@bp.route("/account/leave", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"])
@open_to(Permission.MANAGE_SELF)
@freshly
def leave() -> ResponseReturnValue:
    """Say what goes and what stays; then delete the account."""
    form, account = LeavingForm(), own_account()
    if form.validate_on_submit():
        if form.email.data.casefold() != account.email:
            form.email.errors = [_("This isn't the address of your account.")]
        else:
            try:
                services.leave(session(), outbox(), account, at=now())
            except Refusal as refusal:
                form.form_errors.append(explain(refusal))
            else:
                identity.stop()
                flash(_("Your account is deleted. Thank you for what you shared."), "success")
                return redirect(url_for(".sign_in"))
    return render_template("accounts/leave.html", form=form, account=account), 422 if form.is_submitted() else 200
