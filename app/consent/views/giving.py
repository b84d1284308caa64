"""Recording consent that was given on paper, and the way to having it signed on a screen."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.services import check_editable, fingerprint
from app.consent import queries, services
from app.consent.forms import TermsForm
from app.consent.jurisdictions import BY_CODE, GENERIC, TABLE, Jurisdiction
from app.consent.labels import SCOPE_HINTS, giver_hints
from app.consent.models import Consent
from app.consent.views.blueprint import LABELS, all_forms, bp, forms_of, withdrawal_address
from app.consent.views.inviting import waiting
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on
from app.web.identity import actor
from app.web.rich_text import render_page
from app.web.unit import now, outbox, session


@bp.route("/cases/<int:case_id>/consent", methods=["GET", "POST"])
@on(cases.by_id, Permission.EDIT_CASE)
def give(case: Case) -> ResponseReturnValue:
    """Record consent, once; afterwards the page tells what was recorded."""
    recorded = queries.live_consent(session(), case.id)
    if recorded is not None:
        return _recorded(case, recorded)
    check_editable(actor(), case)
    place, form = _chosen_place(), TermsForm()
    form.offer(place, all_forms(), is_synthetic=case.is_synthetic)
    if form.validate_on_submit() and (code := _record(case, form)):
        return render_template("consent/receipt.html", case=case, code=code, address=withdrawal_address())
    return _page(case, place, form), 422 if form.is_submitted() else 200


def _page(case: Case, place: Jurisdiction, form: TermsForm) -> str:
    own = forms_of(place)
    return render_template(
        "consent/give.html",
        case=case,
        form=form,
        place=place,
        table=TABLE,
        shown=[(entry, render_page(entry.on_screen)[0]) for entry in own],
        missing=services.missing_for_signing(case),
        link=waiting(case),
        giver_hints=giver_hints(place),
        scope_hints=SCOPE_HINTS,
    )


def _recorded(case: Case, consent: Consent) -> str:
    return render_template(
        "consent/recorded.html",
        case=case,
        consent=consent,
        changed=consent.material_hash != fingerprint(case),
        openings=queries.openings(session(), consent.id),
        **LABELS,
    )


def _chosen_place() -> Jurisdiction:
    """The jurisdiction that was chosen, or whose form was sent; the general one where there's none of that name."""
    sent = request.form.get("form", "").partition("/")[0]
    return BY_CODE.get(sent or request.args.get("place", ""), GENERIC)


def _record(case: Case, form: TermsForm) -> str:
    """Return the receipt code, or nothing, with the reason in the form."""
    try:
        return services.record(session(), outbox(), actor(), case, form.terms(), at=now())[1]
    except services.BadTerms as refusal:
        form.form_errors.append(explain(refusal))
        return ""
