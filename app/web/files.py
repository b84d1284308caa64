"""Sending stored bytes after the gate has let the request through."""

from __future__ import annotations

from pathlib import Path

from flask import make_response, request, send_file
from werkzeug.wrappers import Response

from app.kernel.settings import Settings
from app.web.provided import provided


def send_stored(path: Path, *, key: str, mimetype: str, caching: str) -> Response:
    """Send a stored file: by nginx where `CASEBOOK_ACCEL_PREFIX` is set, else by ourselves.

    `key` is the file's random name and serves as its ETag: another content has another key.
    """
    prefix = provided(Settings).accel_prefix
    if prefix:
        response: Response = make_response("")
        response.headers["X-Accel-Redirect"] = f"{prefix.rstrip('/')}/{key}"
    else:
        response = send_file(path, mimetype=mimetype, etag=False, max_age=0)
    response.set_etag(key.replace("/", "-"))
    response.headers["Content-Type"] = mimetype
    response.headers["Cache-Control"] = caching
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response.make_conditional(request) if not prefix else response
