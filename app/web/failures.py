"""When the machine can't: the database is busy, the disk is full. What was typed is sent again by pressing a button."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Flask, g, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from app.kernel.blobs import FULL
from app.kernel.database import Database
from app.kernel.errors import NoRoom
from app.web.provided import provided

log = logging.getLogger(__name__)
NO_ROOM = ("SQLITE_FULL", "DiskFull")
"""How the two databases call a full disk."""
SECRET = ("password", "code", "token")
AT_THE_TOP = {"HX-Retarget": "#flashes", "HX-Reswap": "innerHTML show:top"}


@dataclass(frozen=True)
class Again:
    """What was sent, for another try: where to, and each field with its value, in order."""

    address: str
    fields: tuple[tuple[str, str], ...]


def register(app: Flask) -> None:
    """Attach the handlers."""
    app.register_error_handler(OperationalError, _database_refused)
    app.register_error_handler(OSError, _system_refused)
    app.register_error_handler(NoRoom, _no_room)


def what_was_sent() -> Again | None:
    """None for what can't be sent again from a page: files, and secrets, which stand on none."""
    is_form = request.method == "POST" and not request.files
    if not is_form or any(part in name for name in request.form for part in SECRET if name != "csrf_token"):
        return None
    fields = ((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return Again(request.full_path.rstrip("?"), tuple(fields))


def _database_refused(error: OperationalError) -> ResponseReturnValue:
    log.error("the database refused: %s", _kind(error))
    _read_only()
    if _kind(error) in NO_ROOM:
        return _no_room(NoRoom())
    return _page(503, _("The database is busy. Nothing was changed; please try again in a moment."))


def _system_refused(error: OSError) -> ResponseReturnValue:
    """A full disk is told as such, also where the web server keeps an upload for us; anything else is a failure."""
    if error.errno not in FULL:
        raise error
    _read_only()
    return _no_room(NoRoom())


def _no_room(refusal: NoRoom) -> ResponseReturnValue:
    log.error("the disk is full")
    return _page(refusal.status, _(refusal.message))


def _kind(error: OperationalError) -> str:
    return str(getattr(error.orig, "sqlite_errorname", type(error.orig).__name__))


def _read_only() -> None:
    """The page that says so must not wait for the lock again, nor say that something was done."""
    former = g.pop("session", None)
    if former is not None:
        former.close()
    g.session = provided(Database).reader()
    cookie.pop("_flashes", None)


def _page(status: int, message: str) -> ResponseReturnValue:
    if "HX-Request" in request.headers:
        return render_template("refusal.html", message=message), status, AT_THE_TOP
    return render_template("error.html", status=status, message=message, again=what_was_sent()), status
