"""What a page costs at least: Flask, one SQLAlchemy query and a Jinja template of as many bytes as the page."""

from __future__ import annotations

import os

from flask import Flask, render_template_string
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

TEMPLATE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
{% for line in lines %}<p>{{ line }}</p>
{% endfor %}</body></html>"""
LINE = "x" * 90


def create_app() -> Flask:
    """The bare page at /<number of bytes>."""
    app = Flask(__name__)
    engine = create_engine(os.environ["BARE_DATABASE_URL"])

    @app.get("/<int:size>")
    def page(size: int) -> str:
        with Session(engine) as session:
            title = session.scalar(text("SELECT title FROM cases WHERE id = 1"))
        return render_template_string(TEMPLATE, title=title, lines=[LINE] * (size // (len(LINE) + 8)))

    return app
