"""Working on a confirmed picture again, while the case is back with its author."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.cases import queries, services
from app.cases.queries import Placed
from app.cases.views.blueprint import bp
from app.cases.views.editor import PICTURE
from app.media.storage import ImageStore
from app.policy.rules import Permission
from app.web.gate import on
from app.web.identity import actor
from app.web.provided import provided
from app.web.unit import now, session


@bp.post(f"{PICTURE}/reopen")
@on(queries.placed, Permission.EDIT_CASE)
def reopen(placed: Placed) -> ResponseReturnValue:
    """Begin anew with what everybody has seen of the picture."""
    case, picture = placed.case, placed.picture
    services.reopen_picture(session(), provided(ImageStore), actor(), case, picture, at=now())
    return redirect(url_for(".redact", case_id=case.id, picture_id=picture.id))
