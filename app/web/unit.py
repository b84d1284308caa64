"""The request's unit of work: one session, one outbox, one moment; committed before the response leaves."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.jobs import Jobs
from app.kernel.outbox import Outbox
from app.web.provided import provided

READING = frozenset({"GET", "HEAD", "OPTIONS"})
AFTER_COMMIT = "after_commit"
"""The job that delivers events and destroys files; asked for whenever a request has changed something."""


def now() -> datetime:
    """The moment of this request; the same throughout it."""
    if "now" not in g:
        g.now = provided(Clock).now()
    return g.now  # type: ignore[no-any-return]


def session() -> Session:
    """This request's session. On unsafe methods, and where a view `writes()`, it holds the write lock."""
    if "session" not in g:
        database = provided(Database)
        g.session = database.writer() if _is_writing() else database.reader()
    return g.session  # type: ignore[no-any-return]


def outbox() -> Outbox:
    """Where this request's events go."""
    return Outbox(session(), now())


def _is_writing() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method not in READING or getattr(view, "writes", False)


def register(app: Flask) -> None:
    """Commit after each good response, roll back after each refusal, and wake the worker."""
    app.after_request(_finish)
    app.teardown_request(_close)


def _finish(response: Response) -> Response:
    current: Session | None = g.get("session")
    if current is None or not _is_writing():
        return response
    if response.status_code >= 400:
        current.rollback()
        return response
    try:
        current.commit()
    except OperationalError as error:  # the disk is full: what the view has said isn't so
        return current_app.make_response(current_app.handle_user_exception(error))
    provided(Jobs).enqueue(AFTER_COMMIT)
    return response


def _close(_error: BaseException | None) -> None:
    current: Session | None = g.pop("session", None)
    if current is not None:
        current.close()
