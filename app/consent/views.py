"""Pages of consent: record it, submit under it, withdraw it with an account or with a receipt code."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries as cases
from app.cases.addresses import place_of
from app.cases.labels import STAGES
from app.cases.models import Case
from app.cases.services import NotReady, check_editable, fingerprint
from app.consent import forms_folder, queries, services
from app.consent.forms import ReceiptForm, SubmitForm, TermsForm, WithdrawalForm
from app.consent.labels import ASSENTS, GIVER_HINTS, GIVERS, METHODS, SCOPE_HINTS, SCOPES
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.provided import provided
from app.web.rich_text import render_page
from app.web.unit import now, outbox, session

bp = Blueprint("consent", __name__, template_folder="templates")
RECEIPT_LIMIT = "10 per 5 minutes"
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


@bp.route("/cases/<int:case_id>/withdraw", methods=["GET", "POST"])
@on(cases.readable, Permission.WITHDRAW_CASE)
def withdraw(case: Case) -> ResponseReturnValue:
    """Ask, then end the case for good."""
    is_author = actor().id == case.author_id
    form = WithdrawalForm()
    if not form.validate_on_submit():
        return render_template("consent/withdraw.html", case=case, form=form, is_author=is_author)
    services.withdraw(session(), outbox(), actor(), case, at=now())
    flash(_("The case is gone. Its pictures and its text are being erased."), "success")
    return redirect(url_for("cases.mine") if is_author else "/")


@bp.route("/withdraw", methods=["GET", "POST"])
@limiter.limit(RECEIPT_LIMIT, methods=["POST"])
@open_to(Permission.VISIT)
def withdraw_by_code() -> ResponseReturnValue:
    """For patients, without an account: type the code, then say once more that it's meant."""
    form = ReceiptForm()
    if form.validate_on_submit():
        return render_template("consent/sure.html", form=form)
    return render_template("consent/code.html", form=form), 422 if form.is_submitted() else 200


@bp.post("/withdraw/now")
@limiter.limit(RECEIPT_LIMIT)
@open_to(Permission.VISIT)
def withdraw_now() -> ResponseReturnValue:
    """Withdraw with the code. Whether the code is known is told here, and nowhere before."""
    form = ReceiptForm()
    if form.validate():
        try:
            services.withdraw_by_receipt(session(), outbox(), form.code.data, at=now())
        except services.UnknownCode as refusal:
            form.code.errors = [explain(refusal)]
        else:
            return render_template("consent/done.html")
    return render_template("consent/code.html", form=form), 422


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
