"""Sending one file of a picture, once somebody has made sure that this person may have it."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.kernel.errors import NotFound
from app.media.models import Rendition
from app.media.rules import RenditionFormat
from app.media.storage import ImageStore
from app.web.files import send_stored
from app.web.provided import provided

PRIVATE, PUBLIC = "private, max-age=60", "public, max-age=60"
"""A minute, no longer: a withdrawn picture must be gone from every cache within five minutes."""


def send_picture(file: Rendition, *, caching: str = PRIVATE) -> Response:
    """The file's bytes, kept for a minute by the reader's browser unless said otherwise; for no search engine.

    Raises NotFound for a file that is being destroyed.
    """
    path = provided(ImageStore).local_path(file.key)
    if path is None or not path.is_file():
        raise NotFound()
    mimetype = "image/webp" if file.format is RenditionFormat.WEBP else "image/jpeg"
    response = send_stored(path, key=file.key, mimetype=mimetype, caching=caching)
    response.headers["X-Robots-Tag"] = "noindex, noimageindex"
    return response
