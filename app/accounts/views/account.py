"""The account page, and the request to be verified."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import VerificationForm
from app.accounts.labels import OCCUPATIONS, SPECIALTIES
from app.accounts.rules import VERIFIABLE
from app.accounts.views.blueprint import bp
from app.accounts.views.own import own_account
from app.policy.rules import Permission
from app.web.gate import open_to
from app.web.unit import now, outbox, session


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
        session(), outbox(), own_account(), kind=form.kind.data, evidence=form.evidence.data, at=now()
    )
    flash(_("Your request is with the moderators."), "success")
    return redirect(url_for(".account"))


def _account_page(form: VerificationForm) -> str:
    account = own_account()
    return render_template(
        "accounts/account.html",
        account=account,
        form=form,
        occupation=OCCUPATIONS[account.occupation],
        specialty=SPECIALTIES[account.specialty] if account.specialty else "",
        verification=queries.latest_verification(session(), account.id),
        pending=queries.pending_verification(session(), account.id),
        can_be_verified=account.occupation in VERIFIABLE,
    )
