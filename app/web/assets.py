"""Addresses of static files that carry their content's hash, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request

YEAR = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Give templates `asset(path)` and let hashed addresses be kept."""
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep)


def asset(path: str) -> str:
    """The address of `app/static/<path>` with a short hash of its content."""
    return f"{request.script_root}/static/{path}?v={_digest(current_app.static_folder or '', path)}"


@cache
def _digest(folder: str, path: str) -> str:
    return hashlib.sha256((Path(folder) / path).read_bytes()).hexdigest()[:12]


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        response.headers["Cache-Control"] = YEAR if "v" in request.args else "public, max-age=300"
    return response
