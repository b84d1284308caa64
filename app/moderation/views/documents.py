"""Pages about documents: handing one in, and looking at it."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import services as account_services
from app.accounts.models import Account
from app.kernel.sealing import Sealer
from app.kernel.settings import Settings
from app.media.cleaning import CleanImage, clean
from app.media.errors import PictureRefused
from app.media.originals import prepare
from app.moderation import queries, services
from app.moderation.forms import DocumentForm
from app.moderation.models import Review
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on, open_to, writes
from app.web.identity import actor
from app.web.limits import limiter
from app.web.provided import provided
from app.web.unit import now, outbox, session

bp = Blueprint("documents", "app.moderation", template_folder="templates")


@bp.route("/account/verification/document", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"])
@open_to(Permission.MANAGE_SELF)
def verify_by_document() -> ResponseReturnValue:
    """Hand in a photo of a licence or a student card."""
    form = DocumentForm()
    if form.validate_on_submit():
        account_id = actor().account_id
        account_services.check_asker(session(), session().get_one(Account, account_id))
        session().rollback()  # decoding takes seconds, and nobody else must wait for it
        try:
            document = _redrawn(form)
        except PictureRefused as refusal:
            form.document.errors = [explain(refusal)]
        else:
            account = session().get_one(Account, account_id)
            services.keep_document(session(), outbox(), provided(Sealer), account, document, at=now())
            flash(_("Your request is with the moderators."), "success")
            return redirect(url_for("accounts.verification"))
    return render_template("moderation/by_document.html", form=form), 422 if form.is_submitted() else 200


def _redrawn(form: DocumentForm) -> CleanImage:
    original = prepare(form.document.data.stream, max_bytes=provided(Settings).max_upload_bytes)
    return clean(original.data, frames=original.frames)


@bp.get("/moderation/<int:review_id>/document")
@writes
@on(queries.by_id, Permission.DECIDE_REVIEW)
def document(review: Review) -> ResponseReturnValue:
    """The document, for the moderator who has taken the request up; each look is an audit row."""
    response = make_response(services.read_document(session(), provided(Sealer), actor(), review, at=now()))
    response.headers["Content-Type"] = "image/jpeg"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
