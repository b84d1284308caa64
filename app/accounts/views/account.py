"""The account page."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.labels import OCCUPATIONS, SPECIALTIES
from app.accounts.naming import unnamed
from app.accounts.standing import what_one_may
from app.accounts.views.blueprint import bp
from app.accounts.views.own import own_account
from app.policy.rules import Permission
from app.web.gate import open_to
from app.web.unit import now, session


@bp.get("/account")
@open_to(Permission.MANAGE_SELF)
def account() -> ResponseReturnValue:
    """What is recorded about the reader, and what they may do."""
    account = own_account()
    return render_template(
        "accounts/account.html",
        account=account,
        occupation=OCCUPATIONS[account.occupation],
        specialty=SPECIALTIES[account.specialty] if account.specialty else "",
        standing=what_one_may(session(), account, now()),
        unnamed=unnamed(account),
    )
