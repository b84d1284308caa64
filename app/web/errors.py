"""Every refusal and failure becomes a page here, in words that say what to do."""

from __future__ import annotations

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.kernel.errors import Refusal
from app.web.gate import SecondFactorNeeded, SignInNeeded
from app.web.journal import note_refusal

SIGN_IN = "accounts.sign_in"
SECURITY = "accounts.security"
AT_THE_TOP = {"HX-Retarget": "#flashes", "HX-Reswap": "innerHTML show:top"}
"""Where a refusal goes on a page that asked for a part of itself: what was typed stays."""


def register(app: Flask) -> None:
    """Attach the handlers."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(SecondFactorNeeded, _second_factor)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)


def explain(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language."""
    return str(_(refusal.message, **refusal.details))


def _page(status: int, message: str) -> ResponseReturnValue:
    note_refusal(status)
    if _wants_part():
        return render_template("refusal.html", message=message), status, AT_THE_TOP
    return render_template("error.html", status=status, message=message), status


def _wants_part() -> bool:
    return "HX-Request" in request.headers


def _refused(refusal: Refusal) -> ResponseReturnValue:
    return _page(refusal.status, explain(refusal))


def _sign_in(_needed: SignInNeeded) -> ResponseReturnValue:
    if _wants_part():
        return _page(401, _("You are signed out. Sign in in another tab, then send this again."))
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(SIGN_IN, next=wanted))


def _second_factor(_needed: SecondFactorNeeded) -> ResponseReturnValue:
    message = _("Your role counts once you have set up a second factor. Do that here; then go on.")
    if _wants_part() or request.method != "GET":
        return _page(403, message)
    flash(message, "warning")
    return redirect(url_for(SECURITY))


def _changed_meanwhile(_error: StaleDataError) -> ResponseReturnValue:
    return _page(409, _("Somebody changed this meanwhile. Load the page again and decide anew."))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, _("This form was open for too long. Go back, reload it and send it again."))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    messages = {
        404: _("There is nothing here for you."),
        405: _("This address can't be used that way."),
        413: _("That is larger than we take: a file may have up to 25 MB, one upload up to 200 MB."),
        429: _("Too many tries. Wait five minutes and try again."),
        500: _("Something broke on our side. Nothing was changed; please try again."),
    }
    return _page(error.code, messages.get(error.code, error.description or ""))
