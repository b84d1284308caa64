"""The re-identification risk sheet: part of the pages of submission and review, and what one click on it does."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.cases import queries, services
from app.cases.models import Case
from app.cases.risk import Remedy, risks
from app.cases.risk_labels import REMEDIED, REMEDIES, told
from app.cases.views.blueprint import bp
from app.kernel.errors import NotFound
from app.media import queries as media
from app.policy.rules import Permission
from app.web.gate import on
from app.web.identity import actor
from app.web.unit import now, session


def risk_sheet(case: Case, *, for_author: bool) -> Markup:
    """The sheet as a part of a page; authors can act on it, moderators read it."""
    media.with_findings(session(), [part.image for part in case.pictures])
    lines = [(risk, told(risk)) for risk in risks(case)]
    labels = {"remedies": REMEDIES, "remedied": REMEDIED}
    alike = queries.look_alikes(session(), actor(), case)
    page = render_template("cases/risks.html", case=case, lines=lines, alike=alike, for_author=for_author, **labels)
    return Markup(page)  # noqa: S704 -- our own template


bp.add_app_template_global(risk_sheet, "risk_sheet")


@bp.post("/cases/<int:case_id>/remedies")
@on(queries.by_id, Permission.EDIT_CASE)
def remedy(case: Case) -> ResponseReturnValue:
    """Do what a line of the sheet proposes."""
    try:
        which = Remedy(request.form.get("remedy", ""))
    except ValueError as error:
        raise NotFound() from error
    services.remedy(session(), actor(), case, which, at=now())
    flash(_("Done: %(what)s.", what=REMEDIED[which]), "success")
    return redirect(url_for("consent.submit", case_id=case.id, _anchor="risks"))
