"""What the log says of refusals and failures: the view, the status and the account, for whoever watches an instance.

The address of a page is left out: it may hold a one-time token.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from flask import Flask, request
from flask_login import current_user

log = logging.getLogger("casebook.security")


class Application(Flask):
    """Flask, which would write the address of a page that broke into the log."""

    def log_exception(self, exc_info: Any) -> None:
        """Log the view that broke, and where."""
        log.error("broken", exc_info=exc_info or sys.exc_info(), extra=_circumstances())


def note_refusal(status: int) -> None:
    """Log that a request was refused: without a right, too often, or with a form that isn't ours."""
    if status in WORTH_NOTING:
        log.warning(WORTH_NOTING[status], extra={"status": status, **_circumstances()})


def note_failure(what: str) -> None:
    """Log that a secret was wrong, e.g. at sign-in. `what` is a code."""
    log.warning("wrong_secret", extra={"what": what, **_circumstances()})


WORTH_NOTING = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    413: "too_large",
    429: "too_often",
    503: "busy",
}


def _circumstances() -> dict[str, object]:
    principal = current_user if current_user else None
    person = getattr(principal, "actor", None)
    return {"view": request.endpoint or "none", "method": request.method, "account": getattr(person, "id", None)}
