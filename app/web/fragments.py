"""Parts of pages that many readers get alike, kept for at most a minute.

The gate has let the request through before a fragment is asked for: what is kept can't be reached by who may not
see it, nor after a withdrawal. What is over is dropped with the next response, whoever gets it, so that no page of a
case that was withdrawn lingers in memory until somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import RLock

from cachetools import TTLCache
from flask import Flask, Response, current_app, render_template, request
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app.web import rich_text

KEY = "casebook-fragments"
SECONDS = 60
MOST = 512
TOKEN = "\ue000token\ue000"  # noqa: S105 -- the place of a form's token, in characters of the private use area

LOCK = RLock()
"""Several threads answer requests, and even looking something up moves entries."""


def register(app: Flask) -> None:
    """Give the app its own store: nothing is shared between instances."""
    app.extensions[KEY] = TTLCache(maxsize=MOST, ttl=SECONDS)
    app.after_request(_drop_what_is_over)
    app.jinja_env.globals["unchanging"] = unchanging


def unchanging(template: str) -> Markup:
    """A template that depends on nothing but the language."""
    return kept(("web.unchanging", request.script_root, template), lambda: render_template(template))


def kept(key: tuple[Hashable, ...], make: Callable[[], str]) -> Markup:
    """The fragment of this key, made when it isn't there. The key must name all that the HTML depends on.

    Form tokens belong to one reader's session: they are taken out before the fragment is kept, and put in for
    whoever gets it.
    """
    store: TTLCache[tuple[Hashable, ...], str] = current_app.extensions[KEY]
    whole = (str(get_locale()), *key)
    with LOCK:
        html = store.get(whole)
    if html is None:
        html = str(make()).replace(generate_csrf(), TOKEN)
        with LOCK:
            store[whole] = html
    return Markup(html.replace(TOKEN, generate_csrf()))  # noqa: S704 -- rendered templates


def _drop_what_is_over(response: Response) -> Response:
    with LOCK:
        current_app.extensions[KEY].expire()
    rich_text.forget_old()
    return response
