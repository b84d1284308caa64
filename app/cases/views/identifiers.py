"""What in the text of a case could tell who it is: shown where it stands, replaced or kept with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries, services
from app.cases.addresses import next_url
from app.cases.identifiers import ALT_TEXT, CAPTION, TAG, kept_by_key, look_through_case
from app.cases.labels import STAGES
from app.cases.models import Case
from app.cases.views.blueprint import bp
from app.deid.answering import LookedThrough, Question
from app.deid.replacing import Proposal
from app.kernel.errors import Refusal
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on
from app.web.identifiers import Answers
from app.web.identity import actor
from app.web.unit import now, session


@dataclass(frozen=True)
class Place:
    """A field in which something was found, cut into pieces, with the questions that come up here first."""

    title: str
    pieces: Sequence[tuple[str, Proposal | None]]
    questions: Sequence[Question]


@bp.route("/cases/<int:case_id>/identifiers", methods=["GET", "POST"])
@on(queries.by_id, Permission.EDIT_CASE)
def identifiers(case: Case) -> ResponseReturnValue:
    """Decide about everything that was found. What was typed stays, whatever is wrong with it."""
    services.check_editable(actor(), case)
    looked = look_through_case(case)
    answers = Answers(looked.questions, {key: row.reason for key, row in kept_by_key(case).items()})
    wrong = ""
    if request.method == "POST" and not answers.errors:
        try:
            services.answer_identifiers(session(), actor(), case, answers.given, at=now())
            return redirect(_onwards(case))
        except Refusal as refusal:
            wrong = explain(refusal)
    page = page_of(case, looked, answers, wrong, is_change=False)
    return page, 422 if request.method == "POST" else 200


def page_of(case: Case, looked: LookedThrough, answers: Answers, wrong: str, *, is_change: bool) -> str:
    """The page about a draft, or about the case that a change would make."""
    places = list(_places(case, looked))
    shown = {"case": case, "places": places, "answers": answers, "wrong": wrong, "is_change": is_change}
    return render_template("cases/identifiers.html", **shown)


def _onwards(case: Case) -> str:
    """Here again while something is open: also what was written instead is looked through."""
    if case.open_identifiers:
        flash(_("Something is still open."), "warning")
        return url_for(".identifiers", case_id=case.id)
    flash(_("Your text is saved."), "success")
    return next_url(case)


def _places(case: Case, looked: LookedThrough) -> Iterator[Place]:
    for field in looked.texts:
        if looked.found.get(field):
            first = [question for question in looked.questions if question.fields[0] == field]
            yield Place(_title(case, field), list(looked.pieces(field)), first)


def _title(case: Case, field: str) -> str:
    """What the field is called on the page."""
    fixed = {"title": _("Title"), "working_diagnosis": _("Your diagnosis, as a note to yourself"), **STAGES}
    if field.startswith(TAG):
        return str(_("Tag"))
    for number, picture in enumerate(case.pictures, 1):
        if field == f"{CAPTION}{picture.id}":
            return str(_("Picture %(number)s: caption", number=number))
        if field == f"{ALT_TEXT}{picture.id}":
            return str(_("Picture %(number)s: description", number=number))
    return str(fixed[field])
