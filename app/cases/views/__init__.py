"""Pages of cases: reading one, making one, and the pictures' files."""

from __future__ import annotations

from app.cases.views import (
    change_identifiers,
    change_pictures,
    change_steps,
    changing,
    editor,
    history,
    identifiers,
    originals,
    pictures,
    reading,
    reopening,
    result,
    risks,
    writing,
)
from app.cases.views.blueprint import bp

__all__ = [
    "bp",
    "change_identifiers",
    "change_pictures",
    "change_steps",
    "changing",
    "editor",
    "history",
    "identifiers",
    "originals",
    "pictures",
    "reading",
    "reopening",
    "result",
    "risks",
    "writing",
]
