"""Having consent signed: on this device, or on the giver's phone through a link; whether it's signed yet."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.services import check_editable, fingerprint
from app.consent import queries, services
from app.consent.models import SigningLink
from app.consent.rules import Method
from app.consent.views.blueprint import bp
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web.gate import on
from app.web.identity import actor
from app.web.limits import limiter
from app.web.provided import provided
from app.web.qr import inline_code
from app.web.unit import now, session

LINKS = "60 per hour"
WAYS = {"here": Method.SIGNED_HERE, "phone": Method.SIGNED_BY_LINK}


@bp.post("/cases/<int:case_id>/consent/link")
@limiter.limit(LINKS)
@on(cases.by_id, Permission.EDIT_CASE)
def invite(case: Case) -> ResponseReturnValue:
    """Open a link: go to it at once on this device, or show it for the giver's phone, this once."""
    method = WAYS.get(request.form.get("way", ""), Method.SIGNED_BY_LINK)
    place = request.form.get("place", "")
    link, token = services.invite(session(), actor(), case, method=method, jurisdiction=place, at=now())
    path = url_for(".sign", token=token)
    if method is Method.SIGNED_HERE:
        return redirect(path)
    address = f"{provided(Settings).public_url}{path}"
    return render_template("consent/link.html", case=case, link=link, address=address, code=inline_code(address))


@bp.get("/cases/<int:case_id>/consent/link")
@on(cases.by_id, Permission.EDIT_CASE)
def state(case: Case) -> ResponseReturnValue:
    """Whether the giver has signed: nothing new, or the part of the page that says what has happened."""
    recorded = queries.live_consent(session(), case.id)
    if recorded is None and waiting(case) is not None:
        return "", 204
    return render_template("consent/signed_or_over.html", case=case, consent=recorded)


@bp.post("/cases/<int:case_id>/consent/link/cancel")
@on(cases.by_id, Permission.EDIT_CASE)
def cancel(case: Case) -> ResponseReturnValue:
    """The link leads nowhere any more."""
    check_editable(actor(), case)
    services.cancel_link(session(), actor(), case, at=now())
    flash(_("The link is cancelled: nobody can sign with it."), "success")
    return redirect(url_for(".give", case_id=case.id))


def waiting(case: Case) -> SigningLink | None:
    """The link with which the case, as it is, can still be signed."""
    link = queries.open_link(session(), case.id)
    is_good = link is not None and now() < link.expires_at and link.material_hash == fingerprint(case)
    return link if is_good else None
