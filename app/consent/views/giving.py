"""Pages on which an author records consent and submits a case under it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries as cases
from app.cases.addresses import place_of
from app.cases.labels import STAGES
from app.cases.models import Case
from app.cases.services import NotReady, check_editable, fingerprint
from app.consent import forms_folder, queries, services
from app.consent.forms import SubmitForm, TermsForm
from app.consent.labels import ASSENTS, GIVER_HINTS, GIVERS, METHODS, SCOPE_HINTS, SCOPES
from app.consent.views.blueprint import bp
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on
from app.web.identity import actor
from app.web.provided import provided
from app.web.rich_text import render_page
from app.web.unit import now, outbox, session

LABELS = {"givers": GIVERS, "assents": ASSENTS, "scopes": SCOPES, "methods": METHODS}


@bp.route("/cases/<int:case_id>/consent", methods=["GET", "POST"])
@on(cases.by_id, Permission.EDIT_CASE)
def give(case: Case) -> ResponseReturnValue:
    """Record consent, once; afterwards the page tells what was recorded."""
    recorded = queries.live_consent(session(), case.id)
    if recorded is not None:
        has_changed = recorded.material_hash != fingerprint(case)
        return render_template("consent/recorded.html", case=case, consent=recorded, changed=has_changed, **LABELS)
    check_editable(actor(), case)
    form = TermsForm()
    form.offer(_forms(), is_synthetic=case.is_synthetic)
    if form.validate_on_submit() and (code := _record(case, form)):
        address = f"{provided(Settings).public_url}{url_for('.withdraw_by_code')}"
        return render_template("consent/receipt.html", case=case, code=code, address=address)
    shown = [(entry, render_page(entry.text)[0]) for entry in _forms() if entry.in_use]
    hints = {"giver_hints": GIVER_HINTS, "scope_hints": SCOPE_HINTS}
    page = render_template("consent/give.html", case=case, form=form, shown=shown, **hints)
    return page, 422 if form.is_submitted() else 200


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


def _forms() -> tuple[forms_folder.ConsentForm, ...]:
    return forms_folder.all_forms(provided(Settings).content)


def _record(case: Case, form: TermsForm) -> str:
    """Return the receipt code, or nothing, with the reason in the form."""
    try:
        return services.record(session(), outbox(), actor(), case, form.terms(), at=now())[1]
    except services.BadTerms as refusal:
        form.form_errors.append(explain(refusal))
        return ""


def _send(case: Case, form: SubmitForm) -> bool:
    try:
        services.submit_case(session(), outbox(), actor(), case, content_hash=form.content_hash.data, at=now())
    except NotReady as refusal:
        form.form_errors.append(explain(refusal))
        return False
    return True
