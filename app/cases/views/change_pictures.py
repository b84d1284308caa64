"""New pictures for a published case: uploaded, covered and confirmed as a draft's are, and shown once approved."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.cases import queries, services
from app.cases.forms import UploadForm
from app.cases.models import Case
from app.cases.uploads import Intake, plan, take_in
from app.cases.views.blueprint import bp
from app.cases.views.pictures import NOTHING, UPLOADS
from app.policy.rules import Permission
from app.web.gate import on
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import session


@bp.get("/cases/<int:case_id>/change/pictures")
@on(queries.by_id, Permission.EDIT_CASE)
def change_pictures(case: Case) -> ResponseReturnValue:
    """The pictures that the change would add, and a place for more."""
    services.check_changeable(actor(), case, queries.open_change(session(), case.id))
    return _page(case, UploadForm(), NOTHING)


@bp.post("/cases/<int:case_id>/change/pictures")
@limiter.limit(UPLOADS)
@on(queries.by_id, Permission.EDIT_CASE)
def plan_pictures(case: Case) -> ResponseReturnValue:
    """Add more pictures to the change."""
    services.check_changeable(actor(), case, queries.open_change(session(), case.id))
    form = UploadForm()
    if not form.validate():
        return _page(case, form, NOTHING), 422
    intake = plan(case, take_in(form.pictures.data, instead_in=case.id))
    if intake.refused:
        return _page(case, UploadForm(formdata=None), intake), 200 if intake.taken else 422
    return redirect(url_for(".change_pictures", case_id=case.id))


def _page(case: Case, form: UploadForm, intake: Intake) -> str:
    change = queries.open_change(session(), case.id)
    pictures = change.pictures if change else []
    return render_template("cases/change_pictures.html", case=case, pictures=pictures, form=form, intake=intake)
