"""Invitations: whom one has invited, inviting, taking back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, services
from app.accounts.forms import InvitationForm
from app.accounts.labels import INVITATIONS
from app.accounts.models import Invitation
from app.accounts.rules import INVITATIONS_A_MONTH
from app.accounts.views.blueprint import bp
from app.policy.rules import Permission
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import now, outbox, session


@bp.route("/account/invitations", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@open_to(Permission.INVITE)
def invitations() -> ResponseReturnValue:
    """Invite somebody by mail; the answer is the same whether they have an account or not."""
    form = InvitationForm()
    if not form.validate_on_submit():
        own = queries.invitations_of(session(), actor().account_id)
        shown = {"invitations": own, "states": INVITATIONS, "most": INVITATIONS_A_MONTH}
        return render_template("accounts/invitations.html", form=form, **shown), 422 if form.is_submitted() else 200
    services.invite(session(), outbox(), actor(), address=form.email.data, at=now())
    flash(_("The invitation is on its way."), "success")
    return redirect(url_for(".invitations"))


@bp.post("/account/invitations/<int:invitation_id>/revoke")
@on(queries.invitation_by_id, Permission.INVITE)
def revoke_invitation(invitation: Invitation) -> ResponseReturnValue:
    """Take it back: its link opens nothing any more."""
    services.revoke_invitation(session(), actor(), invitation, at=now())
    flash(_("Taken back."), "info")
    return redirect(url_for(".invitations"))
