"""The application for WSGI servers and `flask --app wsgi`."""

from __future__ import annotations

from app.factory import create_app
from app.kernel import logs

logs.set_up()
app = create_app()
