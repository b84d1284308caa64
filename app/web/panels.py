"""Slots on a page that rooms above it fill: the case page shows the thread without knowing threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

Panel = Callable[[Any], str]
KEY = "casebook-panels"


def register_panels(app: Flask, panels: dict[str, tuple[Panel, ...]]) -> None:
    """Say which functions fill which slot, in order."""
    app.extensions[KEY] = panels
    app.jinja_env.globals["panels"] = fill


def fill(slot: str, subject: object = None) -> Markup:
    """Ask each function of the slot for its HTML."""
    panels: tuple[Panel, ...] = current_app.extensions[KEY].get(slot, ())
    return Markup("").join(Markup(panel(subject)) for panel in panels)  # noqa: S704 -- rendered templates
