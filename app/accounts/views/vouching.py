"""The page on which a colleague gives their word."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import VouchForm
from app.accounts.labels import OCCUPATIONS
from app.accounts.rules import EvidenceKind
from app.accounts.views.blueprint import bp
from app.accounts.views.own import own_account
from app.kernel.errors import NotFound, mark
from app.policy.rules import Permission
from app.web.gate import open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import now, outbox, session


@bp.route("/vouch/<token>", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@open_to(Permission.VOUCH)
def vouch(token: str) -> ResponseReturnValue:
    """Say how one knows the person; their name is shown, hidden from readers or not: it's what one vouches for."""
    verification = queries.verification_by_token(session(), token, now())
    if verification is None or verification.kind is not EvidenceKind.COLLEAGUE:
        raise NotFound(mark("This link was used already or is too old. Your colleague can send another one."))
    services.check_voucher(actor(), own_account(), verification)
    form = VouchForm()
    if not form.validate_on_submit():
        shown = {"person": verification.account, "occupation": OCCUPATIONS[verification.account.occupation]}
        return render_template("accounts/vouch.html", form=form, **shown), 422 if form.is_submitted() else 200
    services.vouch(session(), outbox(), actor(), verification, words=form.words.data, at=now())
    flash(_("Thank you. A moderator decides now."), "success")
    return redirect(url_for("library.home"))
