"""The result: the picture as everybody will see it, what still shows in it, and its confirmation."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries, services
from app.cases.addresses import next_url, pictures_url
from app.cases.answers import Answers, answer_forms, apply, are_valid, note, to_cover
from app.cases.forms import ConfirmationForm
from app.cases.labels import SIGN_HINTS
from app.cases.queries import Placed
from app.cases.views.blueprint import bp
from app.cases.views.editor import PICTURE
from app.kernel.errors import Conflict, Refusal
from app.media.queries import plan_of
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on
from app.web.identity import actor
from app.web.unit import now, session


@bp.get(f"{PICTURE}/preview")
@on(queries.placed, Permission.EDIT_CASE)
def preview(placed: Placed) -> ResponseReturnValue:
    """The picture as everybody will see it, to be confirmed."""
    if placed.picture.image.is_gone:
        return redirect(pictures_url(placed))
    return _page(placed, _fresh(placed), answer_forms(placed.picture.image))


@bp.post(f"{PICTURE}/confirm")
@on(queries.placed, Permission.EDIT_CASE)
def confirm(placed: Placed) -> ResponseReturnValue:
    """Keep the answers, then redraw the picture or confirm it, which destroys the original."""
    form, answers = ConfirmationForm(), answer_forms(placed.picture.image)
    if not all([form.validate(), are_valid(answers)]):
        return _page(placed, form, answers), 422
    if request.form.get("do") == "edit" or _covers_more(placed, answers):
        return _back_to_work(placed, answers)
    try:
        return _confirm(placed, form, answers)
    except Conflict as refusal:
        return _page(placed, _fresh(placed), answers, explain(refusal)), refusal.status
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        return _page(placed, form, answers, explain(refusal)), refusal.status


def _confirm(placed: Placed, form: ConfirmationForm, answers: Answers) -> ResponseReturnValue:
    note(placed, answers)
    seen, signs = form.content_hash.data, form.signs.data
    services.confirm_picture(session(), actor(), placed.case, placed.picture, content_hash=seen, signs=signs, at=now())
    flash(_("The picture is confirmed, and the original is destroyed."), "success")
    return redirect(pictures_url(placed) if placed.is_planned else next_url(placed.case))


def _covers_more(placed: Placed, answers: Answers) -> bool:
    plan = plan_of(placed.picture.image)
    return bool(to_cover(answers, plan.rectangles, plan.crop))


def _back_to_work(placed: Placed, answers: Answers) -> ResponseReturnValue:
    """Cover what is to be covered; then on in the editor, or another look at the result."""
    plan = plan_of(placed.picture.image)
    more = to_cover(answers, plan.rectangles, plan.crop)
    apply(placed, replace(plan, rectangles=(*plan.rectangles, *more)), answers)
    if more:
        flash(_("Covered. Look at the picture again."), "success")
    page = "redact" if request.form.get("do") == "edit" else "preview"
    return redirect(url_for(f".{page}", case_id=placed.case.id, picture_id=placed.picture.id))


def _fresh(placed: Placed) -> ConfirmationForm:
    """Nothing ticked, for the picture as it is now."""
    return ConfirmationForm(formdata=None, content_hash=placed.picture.image.content_hash)


def _page(placed: Placed, form: ConfirmationForm, answers: Answers, refused: str = "") -> str:
    shown = {"placed": placed, "form": form, "answers": answers, "refused": refused}
    return render_template("cases/preview.html", **shown, sign_hints=SIGN_HINTS)
