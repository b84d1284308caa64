"""Sending a picture's file, once a gate has let the request through."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.kernel.errors import NotFound
from app.media.models import Rendition
from app.media.rules import RenditionFormat
from app.media.storage import ImageStore
from app.web.files import send_stored
from app.web.provided import provided


def send_picture(file: Rendition, *, caching: str) -> Response:
    """The file, for nobody's search engine; raises NotFound where its bytes aren't there any more."""
    path = provided(ImageStore).local_path(file.key)
    if path is None or not path.is_file():
        raise NotFound()
    mimetype = "image/webp" if file.format is RenditionFormat.WEBP else "image/jpeg"
    response = send_stored(path, key=file.key, mimetype=mimetype, caching=caching)
    response.headers["X-Robots-Tag"] = "noindex, noimageindex"
    return response
