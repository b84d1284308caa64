"""What every template can use."""

from __future__ import annotations

from datetime import datetime, timedelta
from gettext import NullTranslations

from flask import Flask, g
from flask_babel import format_date, format_datetime, format_timedelta, get_locale, get_translations, gettext

from app.policy.rules import Permission, may
from app.web.identity import actor
from app.web.rich_text import render
from app.web.unit import now

JUST_NOW = timedelta(seconds=45)


def register(app: Flask) -> None:
    """Add the names to Jinja."""
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        format_date=format_date, format_datetime=format_datetime, get_locale=get_locale, now=now
    )
    app.jinja_env.filters["markdown"] = render
    app.jinja_env.filters["ago"] = _ago

    @app.context_processor
    def names() -> dict[str, object]:
        return {"actor": actor() if actor().id is not None else None, "may": _may}


def _gettext(text: str) -> str:
    return str(_translations().gettext(text))


def _ngettext(one: str, many: str, number: int) -> str:
    return str(_translations().ngettext(one, many, number))


def _translations() -> NullTranslations:
    """Looked up once a request: a page asks for some hundred strings."""
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations  # type: ignore[no-any-return]


def _may(permission: str, subject: object = None) -> bool:
    return may(actor(), Permission(permission), subject)


def _ago(moment: datetime) -> str:
    """How long ago, or in how long. Of what has just happened the library would say 'in 0 seconds'."""
    passed = now() - moment
    if timedelta() <= passed < JUST_NOW:
        return str(gettext("just now"))
    return str(format_timedelta(-passed, add_direction=True))
