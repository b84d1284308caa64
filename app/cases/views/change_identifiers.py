"""What in the text of a change could tell who the patient is: asked about as in a draft."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries, services
from app.cases.changes import as_if
from app.cases.identifiers import kept_by_key, look_through_case
from app.cases.models import Case
from app.cases.views.blueprint import bp
from app.cases.views.changing import onwards
from app.cases.views.identifiers import page_of
from app.kernel.errors import Refusal
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on
from app.web.identifiers import Answers
from app.web.identity import actor
from app.web.unit import now, session


@bp.route("/cases/<int:case_id>/change/identifiers", methods=["GET", "POST"])
@on(queries.by_id, Permission.EDIT_CASE)
def change_identifiers(case: Case) -> ResponseReturnValue:
    """Decide about everything that was found. What was typed stays, whatever is wrong with it."""
    planned = queries.open_change(session(), case.id)
    services.check_changeable(actor(), case, planned)
    if planned is None or not planned.is_writable:
        return redirect(url_for(".change", case_id=case.id))
    made = as_if(case, planned)
    looked = look_through_case(made)
    answers = Answers(looked.questions, {key: row.reason for key, row in kept_by_key(made).items()})
    wrong = ""
    if request.method == "POST" and not answers.errors:
        try:
            written = services.answer_change_identifiers(session(), actor(), case, answers.given, at=now())
        except Refusal as refusal:
            wrong = explain(refusal)
        else:
            flash(_("Something is still open.") if written.open_identifiers else _("Your change is saved."), "info")
            return redirect(onwards(case, written))
    return page_of(made, looked, answers, wrong, is_change=True), 422 if request.method == "POST" else 200
