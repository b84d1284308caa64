"""Rate limits, kept in Redis where there are several processes, else in memory."""

from __future__ import annotations

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.kernel.settings import Settings
from app.web import identity

CODE_LIMIT = "5 per 5 minutes; 40 per day"
"""Codes have six digits: so few tries a day that guessing one takes years."""
SIGN_IN_LIMIT = "10 per 5 minutes"
limiter = Limiter(key_func=get_remote_address)


def register(app: Flask, settings: Settings) -> None:
    """Attach the limiter."""
    app.config["RATELIMIT_ENABLED"] = settings.rate_limits
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    limiter.init_app(app)


def typed_email() -> str:
    """The account a request is about, so that one account can't be tried from many addresses."""
    return f"email:{request.form.get('email', '').strip().casefold()}"


def entering_account() -> str:
    """The account whose second factor is asked for, or that is signed in: also from many addresses."""
    half = identity.half()
    account_id = half[1] if half else identity.actor().id
    return f"account:{account_id}" if account_id is not None else get_remote_address()
