"""Pages about suspended people, for moderators."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts import services
from app.accounts.models import Account
from app.moderation import queries
from app.moderation.labels import REASONS
from app.moderation.rules import Reason
from app.policy.rules import Permission
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.unit import now, session

bp = Blueprint("suspended", "app.moderation", template_folder="templates")


@bp.get("/moderation/suspended")
@open_to(Permission.REVIEW)
def people() -> ResponseReturnValue:
    """Who is kept out, and why."""
    kept_out = accounts.suspended(session())
    reviews = queries.about_people(session(), [account.id for account in kept_out])
    why = {account_id: [REASONS[Reason(code)] for code in review.reasons] for account_id, review in reviews.items()}
    return render_template("moderation/suspended.html", people=kept_out, reviews=reviews, why=why)


@bp.post("/moderation/suspended/<int:account_id>/lift")
@on(accounts.by_id, Permission.SUSPEND_PERSON)
def lift(account: Account) -> ResponseReturnValue:
    """Let somebody sign in again."""
    services.lift_suspension(session(), actor(), account, at=now())
    flash(_("%(name)s can sign in again.", name=account.name), "success")
    return redirect(url_for(".people"))
