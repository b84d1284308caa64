"""Pages of consent: record it, submit under it, take it back, and take out of the library what it covers."""

from __future__ import annotations

from app.consent.views import giving, handouts, withdrawing
from app.consent.views.blueprint import bp

__all__ = ["bp", "giving", "handouts", "withdrawing"]
