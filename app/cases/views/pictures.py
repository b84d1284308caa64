"""Pictures of a draft: upload, add, remove. For the author alone."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries, services
from app.cases.addresses import pictures_url, redaction_url
from app.cases.forms import UploadForm
from app.cases.models import Case
from app.cases.queries import Placed
from app.cases.uploads import Intake, attach, take_in
from app.cases.views.blueprint import bp
from app.policy.rules import Permission
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import now, session

UPLOADS = "120 per hour"
NOTHING = Intake((), ())


@bp.route("/cases/new", methods=["GET", "POST"])
@limiter.limit(UPLOADS, methods=["POST"])
@open_to(Permission.CREATE_CASE)
def new() -> ResponseReturnValue:
    """Choose the pictures of a new case; a draft is opened once one of them is taken."""
    form = UploadForm()
    if not form.validate_on_submit():
        return render_template("cases/new.html", form=form, intake=NOTHING), 422 if form.is_submitted() else 200
    intake = take_in(form.pictures.data)
    if not intake.taken:
        return render_template("cases/new.html", form=form, intake=intake), 422
    case = services.start(session(), actor(), at=now())
    return _after_upload(case, attach(case, intake))


@bp.get("/cases/<int:case_id>/pictures")
@on(queries.by_id, Permission.EDIT_CASE)
def pictures(case: Case) -> ResponseReturnValue:
    """All pictures of the draft, and a place for more."""
    services.check_editable(actor(), case)
    return _page(case, UploadForm(), NOTHING)


@bp.post("/cases/<int:case_id>/pictures")
@limiter.limit(UPLOADS)
@on(queries.by_id, Permission.EDIT_CASE)
def add(case: Case) -> ResponseReturnValue:
    """Add more pictures."""
    services.check_editable(actor(), case)
    form = UploadForm()
    if not form.validate():
        return _page(case, form, NOTHING), 422
    return _after_upload(case, attach(case, take_in(form.pictures.data)))


@bp.post("/cases/<int:case_id>/pictures/<int:picture_id>/remove")
@on(queries.placed, Permission.EDIT_CASE)
def remove(placed: Placed) -> ResponseReturnValue:
    """Take a picture out of the case and erase it."""
    remove_from = services.remove_planned if placed.is_planned else services.remove_picture
    remove_from(session(), actor(), placed.case, placed.picture, at=now())
    flash(_("The picture is erased."), "success")
    return redirect(pictures_url(placed))


def _after_upload(case: Case, intake: Intake) -> ResponseReturnValue:
    if not intake.refused:
        return redirect(redaction_url(case))
    return _page(case, UploadForm(formdata=None), intake), 200 if intake.taken else 422


def _page(case: Case, form: UploadForm, intake: Intake) -> str:
    undecided = queries.open_findings(session(), case)
    return render_template("cases/pictures.html", case=case, form=form, intake=intake, undecided=undecided)
