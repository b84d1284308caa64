"""Submitting a change, taking it back, giving it up."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries, services
from app.cases.change_labels import CHANGE_CONSENT_HINTS, CHANGE_REASON_HINTS, shown_differences
from app.cases.changes import as_if
from app.cases.content import as_json
from app.cases.forms import SubmitChangeForm
from app.cases.labels import STAGES
from app.cases.models import Case, CaseChange
from app.cases.rules import Blocker
from app.cases.views.blueprint import bp
from app.kernel.errors import Refusal
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on
from app.web.identity import actor
from app.web.unit import now, outbox, session


@bp.route("/cases/<int:case_id>/change/submit", methods=["GET", "POST"])
@on(queries.by_id, Permission.EDIT_CASE)
def submit_change(case: Case) -> ResponseReturnValue:
    """Show what differs and what readers would get; send it, or say what is missing."""
    planned = queries.open_change(session(), case.id)
    services.check_changeable(actor(), case, planned)
    if planned is None:
        return redirect(url_for(".change", case_id=case.id))
    form = SubmitChangeForm()
    if not form.is_submitted():
        form = SubmitChangeForm(data={"reason": planned.reason, "consent": planned.consent, "note": planned.note})
        return _page(case, planned, form)
    if not form.validate():
        return _page(case, planned, form), 422
    try:
        return _send(case, form)
    except Refusal as refusal:
        session().rollback()
        form.form_errors.append(explain(refusal))
        return _page(case, queries.open_change(session(), case.id), form), refusal.status


def _send(case: Case, form: SubmitChangeForm) -> ResponseReturnValue:
    seen = form.content_hash.data
    services.submit_change(session(), outbox(), actor(), case, form.statement(), content_hash=seen, at=now())
    flash(_("Your change is with the moderators. You get word when they have decided."), "success")
    return redirect(url_for(".show", case_id=case.id))


@bp.post("/cases/<int:case_id>/change/take-back")
@on(queries.by_id, Permission.EDIT_CASE)
def take_back_change(case: Case) -> ResponseReturnValue:
    """Go on writing."""
    services.take_back_change(session(), outbox(), actor(), case, at=now())
    flash(_("The change is with you again."), "success")
    return redirect(url_for(".change", case_id=case.id))


@bp.post("/cases/<int:case_id>/change/drop")
@on(queries.by_id, Permission.EDIT_CASE)
def drop_change(case: Case) -> ResponseReturnValue:
    """Give the change up."""
    services.drop_change(session(), outbox(), actor(), case, at=now())
    flash(_("The change is given up. The case is as it was."), "success")
    return redirect(url_for(".show", case_id=case.id))


def _page(case: Case, planned: CaseChange | None, form: SubmitChangeForm) -> str:
    if planned is None:
        return render_template("cases/change_submit.html", case=case, change=None, form=form)
    made = as_if(case, planned)
    form.content_hash.data = planned.content_hash
    return render_template(
        "cases/change_submit.html",
        case=case,
        change=planned,
        made=made,
        form=form,
        blockers=[(blocker, _place_of(case, blocker)) for blocker in queries.blockers(made)],
        pictures=queries.shown_pictures(made),
        stages=STAGES,
        differences=shown_differences(as_json(case), as_json(made), case, made),
        reason_hints={reason.value: hint for reason, hint in CHANGE_REASON_HINTS.items()},
        consent_hints={consent.value: hint for consent, hint in CHANGE_CONSENT_HINTS.items()},
    )


def _place_of(case: Case, blocker: Blocker) -> str:
    """Where the author removes what blocks the change."""
    pages = {Blocker.IDENTIFIERS: ".change_identifiers", Blocker.IMAGE_NOT_CONFIRMED: ".change_pictures"}
    return url_for(pages.get(blocker, ".change"), case_id=case.id)
