"""Rate limits, kept in Redis where there are several processes, else in memory."""

from __future__ import annotations

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.kernel.settings import Settings

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
