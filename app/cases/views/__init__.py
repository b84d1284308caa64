"""Pages of cases: reading one, making one, and the pictures' files."""

from __future__ import annotations

from app.cases.views import identifiers, pictures, reading, risks, writing
from app.cases.views.blueprint import bp

__all__ = ["bp", "identifiers", "pictures", "reading", "risks", "writing"]
