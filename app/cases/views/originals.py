"""The picture before anything was covered, while its author works on it."""

from __future__ import annotations

from flask import make_response, request
from flask.typing import ResponseReturnValue

from app.cases import queries
from app.cases.addresses import LARGE
from app.cases.queries import Placed
from app.cases.views.blueprint import bp
from app.cases.views.editor import PICTURE
from app.kernel.errors import NotFound
from app.media import services as media
from app.media.cleaning import clean, draw
from app.media.models import Image
from app.media.queries import plan_of, rendition_of
from app.media.redaction import Plan
from app.media.rules import RenditionFormat
from app.media.stacks import frame_alone
from app.media.storage import ImageStore
from app.policy.rules import Permission
from app.web.gate import on, writes
from app.web.identity import actor
from app.web.provided import provided
from app.web.unit import now, session


@bp.get(f"{PICTURE}/original")
@writes
@on(queries.placed, Permission.SEE_ORIGINAL)
def original(placed: Placed) -> ResponseReturnValue:
    """One frame as it was before anything was covered, for its author alone; each look is an audit row.

    Never the uploaded bytes: their pixels, drawn anew, turned and in the greys that were chosen.
    """
    image, store = placed.picture.image, provided(ImageStore)
    frame = request.args.get("frame", 0, type=int)
    if not 0 <= frame < image.frames:
        raise NotFound()
    data = media.read_original(session(), store, image, actor_id=actor().account_id, at=now())
    session().commit()  # the row stands, and decoding must not keep other writers waiting
    is_untouched = not image.redactions and image.crop is None
    shown = rendition_of(image, LARGE, RenditionFormat.JPEG, frame) if is_untouched else None
    response = make_response(store.get(shown.key) if shown else _redraw(image, data, frame))
    response.headers["Content-Type"] = "image/jpeg"
    response.headers["Cache-Control"] = "no-store"
    return response


def _redraw(image: Image, data: bytes, frame: int) -> bytes:
    planned = plan_of(image)
    bare = Plan(turn=planned.turn, window=planned.window)
    if image.frames > 1:
        return draw(frame_alone(data, frame), bare).pages[0]
    made = clean(data, bare).renditions
    return next(file.data for file in made if (file.nominal, file.format) == (LARGE, RenditionFormat.JPEG))
