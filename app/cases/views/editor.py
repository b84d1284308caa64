"""The editor of a picture: cover, crop, turn, choose greys, and decide about what the detectors propose."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cases import queries, services
from app.cases.addresses import pictures_url
from app.cases.answers import Answers, answer_forms, apply, are_valid, cover_the_rest, to_cover
from app.cases.forms import RedactionForm
from app.cases.queries import Placed
from app.cases.views.blueprint import bp
from app.kernel.errors import NotFound
from app.media.errors import BadCrop, BadRectangle
from app.media.redaction import Plan
from app.media.rules import ScanState
from app.media.turning import turned_plan
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on
from app.web.identity import actor
from app.web.unit import now, session

PICTURE = "/cases/<int:case_id>/pictures/<int:picture_id>"
TURNS = {"left": 3, "right": 1}
"""Quarters clockwise, by the button that was pressed."""
STAYS = frozenset({"left", "right", "window", "cover_all"})
"""Buttons that lead back to the editor."""


@bp.route(PICTURE, methods=["GET", "POST"])
@on(queries.placed, Permission.EDIT_CASE)
def redact(placed: Placed) -> ResponseReturnValue:
    """The editor. Each of its buttons sends all that was drawn and answered, so that nothing is lost."""
    services.check_picture(session(), actor(), placed.case, placed.picture, at=now())
    if placed.picture.image.is_gone:
        return redirect(pictures_url(placed))
    if placed.is_confirmed:
        return redirect(_address(placed, "preview"))
    form, answers = RedactionForm.of(placed.picture.image), answer_forms(placed.picture.image)
    return _sent(placed, form, answers) if form.is_submitted() else _page(placed, form, answers)


@bp.get(f"{PICTURE}/scan")
@on(queries.placed, Permission.EDIT_CASE)
def scan(placed: Placed) -> ResponseReturnValue:
    """How far the detectors are and what they found, for the page that asks until they're done; 204: no news."""
    image = placed.picture.image
    if image.is_gone:
        raise NotFound()
    if image.scan is ScanState.WAITING and request.args.get("done", type=int) == image.scanned_frames:
        return "", 204
    is_result = request.args.get("of") == "result"
    return render_template("cases/scan.html", placed=placed, answers=answer_forms(image), is_result=is_result)


def _sent(placed: Placed, form: RedactionForm, answers: Answers) -> ResponseReturnValue:
    if not all([form.validate(), are_valid(answers)]):
        return _page(placed, form, answers), 422
    form.follow(placed.picture.image)
    pressed = request.form.get("do", "")
    if pressed == "show":
        return _page(placed, form, answers)
    if not _draw(placed, form, answers, pressed):
        return _page(placed, form, answers), 422
    return redirect(_address(placed, "redact" if pressed in STAYS else "preview"))


def _draw(placed: Placed, form: RedactionForm, answers: Answers, pressed: str) -> bool:
    """Do what was sent; false, with the reason in the form, where it can't be drawn."""
    if pressed == "cover_all":
        cover_the_rest(answers)
    try:
        apply(placed, _plan(placed, form, answers, TURNS.get(pressed, 0)), answers)
    except BadRectangle as refusal:
        form.rectangles.errors = [explain(refusal)]
        return False
    except BadCrop as refusal:
        form.crop.errors = [explain(refusal)]
        return False
    return True


def _plan(placed: Placed, form: RedactionForm, answers: Answers, quarters: int) -> Plan:
    image = placed.picture.image
    boxes = (*form.boxes, *to_cover(answers, form.boxes, form.kept))
    drawn = Plan(boxes, form.kept, image.turn, form.window_of(image))
    return turned_plan(drawn, quarters, width=image.width, height=image.height)


def _page(placed: Placed, form: RedactionForm, answers: Answers) -> str:
    return render_template("cases/redact.html", placed=placed, form=form, answers=answers)


def _address(placed: Placed, page: str) -> str:
    return url_for(f".{page}", case_id=placed.case.id, picture_id=placed.picture.id)
