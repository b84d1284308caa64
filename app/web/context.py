"""What every template can use."""

from __future__ import annotations

from flask import Flask
from flask_babel import format_date, format_datetime, format_timedelta, get_locale

from app.policy.rules import Permission, may
from app.web.identity import actor
from app.web.rich_text import render
from app.web.unit import now


def register(app: Flask) -> None:
    """Add the names to Jinja."""
    app.jinja_env.globals.update(
        format_date=format_date, format_datetime=format_datetime, get_locale=get_locale, now=now
    )
    app.jinja_env.filters["markdown"] = render
    app.jinja_env.filters["ago"] = _ago

    @app.context_processor
    def names() -> dict[str, object]:
        return {"actor": actor() if actor().id is not None else None, "may": _may}


def _may(permission: str, subject: object = None) -> bool:
    return may(actor(), Permission(permission), subject)


def _ago(moment: object) -> str:
    return str(format_timedelta(moment - now(), add_direction=True))  # type: ignore[operator]
