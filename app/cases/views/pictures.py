"""Pictures of a draft: upload, cover, look at the result, confirm, remove. For the author alone."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries, services
from app.cases.addresses import LARGE, next_url, redaction_url
from app.cases.forms import RedactionForm, SeenForm, UploadForm
from app.cases.models import Case
from app.cases.queries import Placed
from app.cases.uploads import Intake, attach, take_in
from app.cases.views.blueprint import bp
from app.media import services as media
from app.media.cleaning import clean
from app.media.errors import BadRectangle
from app.media.queries import rendition_of
from app.media.redaction import Plan
from app.media.rules import RenditionFormat, Sign
from app.media.storage import ImageStore
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on, open_to, writes
from app.web.identity import actor
from app.web.limits import limiter
from app.web.provided import provided
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
    return render_template("cases/pictures.html", case=case, form=UploadForm(), intake=NOTHING)


@bp.post("/cases/<int:case_id>/pictures")
@limiter.limit(UPLOADS)
@on(queries.by_id, Permission.EDIT_CASE)
def add(case: Case) -> ResponseReturnValue:
    """Add more pictures."""
    services.check_editable(actor(), case)
    form = UploadForm()
    if not form.validate():
        return render_template("cases/pictures.html", case=case, form=form, intake=NOTHING), 422
    return _after_upload(case, attach(case, take_in(form.pictures.data)))


@bp.post("/cases/<int:case_id>/pictures/<int:picture_id>/remove")
@on(queries.placed, Permission.EDIT_CASE)
def remove(placed: Placed) -> ResponseReturnValue:
    """Take a picture out of the case and erase it."""
    services.remove_picture(session(), actor(), placed.case, placed.picture, at=now())
    flash(_("The picture is erased."), "success")
    return redirect(url_for(".pictures", case_id=placed.case.id))


@bp.route("/cases/<int:case_id>/pictures/<int:picture_id>", methods=["GET", "POST"])
@on(queries.placed, Permission.EDIT_CASE)
def redact(placed: Placed) -> ResponseReturnValue:
    """Cover parts of the picture."""
    services.check_editable(actor(), placed.case)
    if placed.picture.image.is_gone:
        return redirect(url_for(".pictures", case_id=placed.case.id))
    if placed.is_confirmed:
        return redirect(url_for(".preview", case_id=placed.case.id, picture_id=placed.picture.id))
    form = RedactionForm()
    if form.validate_on_submit() and _cover(placed, form):
        return redirect(url_for(".preview", case_id=placed.case.id, picture_id=placed.picture.id))
    return render_template("cases/redact.html", placed=placed, form=form), 422 if form.is_submitted() else 200


@bp.get("/cases/<int:case_id>/pictures/<int:picture_id>/preview")
@on(queries.placed, Permission.EDIT_CASE)
def preview(placed: Placed) -> ResponseReturnValue:
    """The picture as everybody will see it, to be confirmed."""
    if placed.picture.image.is_gone:
        return redirect(url_for(".pictures", case_id=placed.case.id))
    form = SeenForm(content_hash=placed.picture.image.content_hash)
    return render_template("cases/preview.html", placed=placed, form=form)


@bp.post("/cases/<int:case_id>/pictures/<int:picture_id>/confirm")
@on(queries.placed, Permission.EDIT_CASE)
def confirm(placed: Placed) -> ResponseReturnValue:
    """The author stands by the picture as they have just seen it; the original is destroyed."""
    seen = SeenForm().content_hash.data or ""
    services.confirm_picture(session(), actor(), placed.case, placed.picture, content_hash=seen, signs=tuple(Sign), at=now())
    flash(_("The picture is confirmed, and the original is destroyed."), "success")
    return redirect(next_url(placed.case))


@bp.get("/cases/<int:case_id>/pictures/<int:picture_id>/original")
@writes
@on(queries.placed, Permission.SEE_ORIGINAL)
def original(placed: Placed) -> ResponseReturnValue:
    """The picture before anything was covered, for its author alone; each look is an audit row.

    Never the uploaded bytes: their pixels, drawn anew.
    """
    image, store = placed.picture.image, provided(ImageStore)
    data = media.read_original(session(), store, image, actor_id=actor().account_id, at=now())
    session().commit()  # the row stands, and decoding must not keep other writers waiting
    untouched = rendition_of(image, LARGE, RenditionFormat.JPEG) if not image.redactions else None
    response = make_response(store.get(untouched.key) if untouched else _redraw(data))
    response.headers["Content-Type"] = "image/jpeg"
    response.headers["Cache-Control"] = "no-store"
    return response


def _redraw(original: bytes) -> bytes:
    made = clean(original).renditions
    return next(file.data for file in made if (file.nominal, file.format) == (LARGE, RenditionFormat.JPEG))


def _after_upload(case: Case, intake: Intake) -> ResponseReturnValue:
    if not intake.refused:
        return redirect(redaction_url(case))
    status = 200 if intake.taken else 422
    return render_template("cases/pictures.html", case=case, form=UploadForm(formdata=None), intake=intake), status


def _cover(placed: Placed, form: RedactionForm) -> bool:
    """Paint the parts over; false, with the reason in the form, where one of them can't be."""
    try:
        services.redact_picture(
            session(),
            provided(ImageStore),
            actor(),
            placed.case,
            placed.picture,
            plan=Plan(tuple(form.boxes)),
            at=now(),
        )
    except BadRectangle as refusal:
        form.rectangles.errors = [explain(refusal)]
        return False
    return True
