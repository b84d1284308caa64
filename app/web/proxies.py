"""Where a request came from, behind proxies of one's own."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.kernel.settings import Settings


def register(app: Flask, settings: Settings) -> None:
    """Believe what so many proxies say of the reader's address; nobody else's word is taken."""
    number = settings.trusted_proxies
    if number:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=number)  # type: ignore[method-assign]
