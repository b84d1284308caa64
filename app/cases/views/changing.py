"""Changing a published case: its author writes beside it, and readers go on seeing what two people have confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.cases import queries, services
from app.cases.change_labels import shown_differences
from app.cases.changes import as_if, words_in
from app.cases.content import PictureWords, as_json, content_of
from app.cases.forms import ChangeForm, PlannedPictureForm
from app.cases.models import Case, CaseChange, CasePicture
from app.cases.rules import ChangeStatus
from app.cases.views.blueprint import bp
from app.kernel.errors import Conflict
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on
from app.web.identity import actor
from app.web.unit import now, session

CAME_TO_NOTHING = frozenset({ChangeStatus.REJECTED, ChangeStatus.SUPERSEDED})


@dataclass(frozen=True)
class Planned:
    """A picture with its form."""

    picture: CasePicture
    form: PlannedPictureForm


@bp.route("/cases/<int:case_id>/change", methods=["GET", "POST"])
@on(queries.by_id, Permission.EDIT_CASE)
def change(case: Case) -> ResponseReturnValue:
    """The text form, beside the published case. What was typed stays, whatever is wrong with it."""
    planned = queries.open_change(session(), case.id)
    services.check_changeable(actor(), case, planned)
    if planned is not None and not planned.is_writable:
        return redirect(url_for(".submit_change", case_id=case.id))
    made = as_if(case, planned) if planned else case
    form = ChangeForm.of(content_of(made), version=planned.version if planned else 0)
    pictures = _pictures(case, planned)
    if form.is_submitted() and all([form.validate(), *(each.form.validate() for each in pictures)]):
        return _save(case, form, pictures)
    return _page(case, planned, form, pictures), 422 if form.is_submitted() else 200


def _save(case: Case, form: ChangeForm, pictures: list[Planned]) -> ResponseReturnValue:
    kept = [each for each in pictures if not each.form.left_out.data]
    try:
        written = services.write_change(
            session(),
            actor(),
            case,
            form.content(),
            words={each.picture.id: _words(each) for each in pictures},
            order=[each.picture.id for each in sorted(kept, key=lambda each: each.form.place.data)],
            version=form.version.data,
            at=now(),
        )
    except Conflict as refusal:
        return _show_again(case, form, pictures, refusal)
    flash(_("Your change is saved. Readers don't see it yet."), "success")
    if request.form.get("do") == "pictures":
        return redirect(url_for(".change_pictures", case_id=case.id))
    return redirect(onwards(case, written))


def _show_again(case: Case, form: ChangeForm, pictures: list[Planned], refusal: Conflict) -> ResponseReturnValue:
    """Keep what was typed, but mean the change as it is now: who sends it again has been told."""
    session().rollback()
    planned = queries.open_change(session(), case.id)
    form.form_errors.append(explain(refusal))
    form.version.raw_data = [str(planned.version if planned else 0)]
    return _page(case, planned, form, pictures), refusal.status


def onwards(case: Case, written: CaseChange) -> str:
    """What was found in the text comes first, while it's fresh."""
    page = ".change_identifiers" if written.open_identifiers else ".submit_change"
    return url_for(page, case_id=case.id)


def _words(each: Planned) -> PictureWords:
    return PictureWords(each.form.caption.data or "", each.form.alt_text.data or "")


def _pictures(case: Case, planned: CaseChange | None) -> list[Planned]:
    """Those that are to be shown, in their order, then those that are left out."""
    known = {picture.id: picture for picture in (*case.pictures, *(planned.pictures if planned else ()))}
    said = words_in(planned.content) if planned else {}
    shown = [known[number] for number in said if number in known] if planned else list(case.pictures)
    left_out = [picture for picture in known.values() if picture not in shown]
    return [
        _with_form(picture, place, said.get(picture.id), is_left_out=picture in left_out)
        for place, picture in enumerate([*shown, *left_out], 1)
    ]


def _with_form(picture: CasePicture, place: int, said: PictureWords | None, *, is_left_out: bool) -> Planned:
    words = said or PictureWords(picture.caption, picture.alt_text)
    known = {"caption": words.caption, "alt_text": words.alt_text, "place": place, "left_out": is_left_out}
    return Planned(picture, PlannedPictureForm(prefix=f"picture-{picture.id}-", data=known))


def _page(case: Case, planned: CaseChange | None, form: ChangeForm, pictures: list[Planned]) -> str:
    return render_template(
        "cases/change.html", case=case, change=planned, form=form, pictures=pictures, overtaken=_overtaken(case)
    )


def own_change(case: Case) -> Markup:
    """On the case page, for its author: that a change is being written, or waits."""
    planned = queries.open_change(session(), case.id)
    page = render_template("cases/own_change.html", change=planned) if planned else ""
    return Markup(page)  # noqa: S704 -- our own template


bp.add_app_template_global(own_change, "own_change")


def _overtaken(case: Case) -> object:
    """What an author had planned in vain: to be read, and taken up again if need be."""
    latest = queries.latest_change(session(), case.id)
    if latest is None or latest.status not in CAME_TO_NOTHING or not latest.content:
        return None
    return shown_differences(as_json(case), latest.content, case)
