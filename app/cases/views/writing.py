"""Writing: the text of a case, and what is said about its pictures."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries, services
from app.cases.addresses import next_url, place_of
from app.cases.content import PictureWords, content_of
from app.cases.forms import CaseForm, PictureForm
from app.cases.models import Case, CasePicture
from app.cases.rules import Blocker
from app.cases.views.blueprint import bp
from app.policy.rules import Permission
from app.web.gate import on
from app.web.identity import actor
from app.web.unit import now, session

Described = list[tuple[CasePicture, PictureForm]]


@bp.route("/cases/<int:case_id>/edit", methods=["GET", "POST"])
@on(queries.by_id, Permission.EDIT_CASE)
def edit(case: Case) -> ResponseReturnValue:
    """The text form. What was typed stays, whatever is wrong with it."""
    services.check_editable(actor(), case)
    form = CaseForm.of(content_of(case))
    described = [(picture, _picture_form(picture)) for picture in queries.shown_pictures(case)]
    if form.is_submitted() and _all_valid(form, described):
        _save(case, form, described)
        flash(_("Your text is saved."), "success")
        return redirect(_next_page(case))
    status = 422 if form.is_submitted() else 200
    return render_template("cases/edit.html", case=case, form=form, described=described), status


def _picture_form(picture: CasePicture) -> PictureForm:
    words = {"caption": picture.caption, "alt_text": picture.alt_text}
    return PictureForm(prefix=f"picture-{picture.id}-", data=words)


def _all_valid(form: CaseForm, described: Described) -> bool:
    """Ask every form, so that all mistakes are named at once."""
    return all([form.validate(), *(part.validate() for _picture, part in described)])


def _save(case: Case, form: CaseForm, described: Described) -> None:
    """Write all of it in one go, so that all of it is looked through together, once."""
    words = {picture.id: PictureWords(part.caption.data or "", part.alt_text.data or "") for picture, part in described}
    services.edit(session(), actor(), case, form.content(), words=words, at=now())


def _next_page(case: Case) -> str:
    """What was found in the text comes first, while it's fresh."""
    return place_of(case, Blocker.IDENTIFIERS) if case.open_identifiers else next_url(case)
