"""Puts the house together as a Flask application."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect

from app import wiring
from app.accounts import presence
from app.accounts.labels import OCCUPATIONS
from app.accounts.naming import oneself, person_of
from app.accounts.views import bp as accounts
from app.cases.views import bp as cases
from app.consent.views import bp as consent
from app.curation.views import bp as curation
from app.kernel.sealing import Sealer
from app.kernel.settings import Settings, load_settings
from app.learning.views import bp as learning
from app.library.views import bp as library
from app.moderation.views import BLUEPRINTS as MODERATION
from app.ops.house import House
from app.ops.views import bp as ops
from app.quizzes.views import bp as quizzes
from app.threads.views import bp as threads
from app.web import (
    assets,
    context,
    errors,
    failures,
    fragments,
    headers,
    identity,
    limits,
    navigation,
    panels,
    proxies,
    unit,
)
from app.web.gate import check_gates
from app.web.journal import Application
from app.web.provided import provide
from app.web.views import bp as web

BLUEPRINTS = (web, ops, accounts, cases, consent, library, quizzes, curation, learning, threads, *MODERATION)
DATES = {"date.medium": "d MMM y", "datetime.medium": "d MMM y, HH:mm 'UTC'"}

FILES_AT_ONCE = 8
"""So many files of the greatest size fit into one upload; a series of slices is many small ones."""


def create_app(settings: Settings | None = None, house: House | None = None) -> Flask:
    """Return the application; raises RuntimeError if a route has no gate."""
    house = house or wiring.build(settings or load_settings())
    app = Application("app", static_folder=str(Path(__file__).parent / "static"))
    app.config.from_mapping(_flask_settings(house.settings))
    proxies.register(app, house.settings)
    provide(app, wiring.ANSWERS)
    provide(app, house.settings, house.database, house.clock, house.jobs, house.store, house.scanner, house.index)
    provide(app, Sealer(house.settings.consent_key, house.settings.consent_key_file))
    provide(app, wiring.exporters(house), *([house.provider] if house.provider else []))
    _register_web(app, house)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    check_gates(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes * FILES_AT_ONCE,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure_cookies else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_TIMEZONE": "UTC",
    }


def _register_web(app: Flask, house: House) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["occupations"] = OCCUPATIONS
    app.jinja_env.globals.update(person_of=person_of, oneself=oneself)
    Babel(app, locale_selector=lambda: "en", date_formats={**Babel.default_date_formats, **DATES})
    CSRFProtect(app)
    limits.register(app, house.settings)
    presence.register(app)
    identity.register(app, presence.find_actor)
    errors.register(app)
    failures.register(app)
    headers.register(app)
    context.register(app)
    assets.register(app)
    fragments.register(app)
    panels.register_panels(app, wiring.PANELS)
    navigation.register(app, wiring.PRIMARY, wiring.ACCOUNT)
    unit.register(app)
