"""Submitting a case under its consent."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries as cases
from app.cases.addresses import place_of
from app.cases.labels import STAGES
from app.cases.models import Case
from app.cases.services import NotReady, check_editable, fingerprint
from app.consent import queries, services
from app.consent.forms import SubmitForm
from app.consent.views.blueprint import bp
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on
from app.web.identity import actor
from app.web.unit import now, outbox, session


@bp.route("/cases/<int:case_id>/submit", methods=["GET", "POST"])
@on(cases.by_id, Permission.EDIT_CASE)
def submit(case: Case) -> ResponseReturnValue:
    """Show exactly what will be sent, and what is missing; send it."""
    check_editable(actor(), case)
    form = SubmitForm()
    if form.validate_on_submit() and _send(case, form):
        flash(_("Your case is with the moderators. You get word when they have decided."), "success")
        return redirect(url_for("cases.mine"))
    seen = fingerprint(case)
    consent = queries.live_consent(session(), case.id)
    page = render_template(
        "consent/submit.html",
        case=case,
        form=form,
        content_hash=seen,
        blockers=[(blocker, place_of(case, blocker)) for blocker in cases.blockers(case)],
        pictures=cases.shown_pictures(case),
        stages=STAGES,
        changed=consent is not None and consent.material_hash != seen,
    )
    return page, 422 if form.is_submitted() else 200


def _send(case: Case, form: SubmitForm) -> bool:
    try:
        services.submit_case(session(), outbox(), actor(), case, content_hash=form.content_hash.data, at=now())
    except NotReady as refusal:
        form.form_errors.append(explain(refusal))
        return False
    return True
