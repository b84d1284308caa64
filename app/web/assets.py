"""Addresses of static files that carry their content's hash, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

YEAR = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Give templates `asset(path)` and let hashed addresses be kept."""
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep)


def asset(path: str) -> str:
    """The address of `app/static/<path>` with a short hash of its content."""
    return _address(request.script_root, current_app.static_folder or "", path)


@cache
def _address(script_root: str, folder: str, path: str) -> str:
    """The same for every request under one root, so it's built once."""
    return url_for("static", filename=path, v=_digest(Path(folder) / path))


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        response.headers["Cache-Control"] = YEAR if "v" in request.args else "public, max-age=300"
    return response
