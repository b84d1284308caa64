"""What every way in has in common: the browser, the cookie, and where to go next."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Response, after_this_request, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import presence
from app.accounts.browsers import Browser, describe
from app.accounts.services import Entry
from app.kernel.settings import Settings
from app.web import identity
from app.web.provided import provided

YEAR = 365 * 24 * 3600


def this_browser() -> Browser:
    """The browser of this request; one that comes for the first time gets a cookie to know it by."""
    secure = provided(Settings).secure_cookies
    cookie = "__Host-browser" if secure else "browser"
    known = request.cookies.get(cookie, "")
    mark = known or secrets.token_urlsafe(24)

    @after_this_request
    def remember(response: Response) -> Response:
        response.set_cookie(cookie, mark, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
        return response

    return Browser(describe(request.headers.get("User-Agent", "")), mark)


def let_in(entry: Entry, wanted: str | None) -> ResponseReturnValue:
    """Go on to the page that was wanted, or to the second factor that is still asked for."""
    return redirect(start(entry, wanted))


def start(entry: Entry, wanted: str | None) -> str:
    """Put the sign-in into the cookie; return the address that comes next."""
    following = own_address(wanted)
    if entry.is_half:
        identity.start_half(entry.token, entry.account.id)
        return url_for("accounts.second_factor", next=following)
    actor = presence.actor_of(entry.sign_in)
    identity.start(entry.token, actor)
    return url_for("accounts.security") if actor.withheld else following


def keep_signed_in(token: str) -> None:
    """Put the new token of a sign-in that goes on into the cookie."""
    identity.start(token, presence.actor_of(presence.current_sign_in(token)))


def own_address(wanted: str | None) -> str:
    """Only addresses on this site, so that a link can't send people elsewhere after signing in.

    Browsers drop tabs and line ends from addresses and take a backslash for a slash, so none of those is let through.
    """
    home = url_for("library.home")
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return home
    if "\\" in wanted or not wanted.isprintable():
        return home
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else home
