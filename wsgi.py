"""The application for WSGI servers and `flask --app wsgi`."""

from __future__ import annotations

from app.factory import create_app

app = create_app()
