"""Pages of consent: record or sign it, submit under it, open who signed, take it back, take out what it covers."""

from __future__ import annotations

from app.consent.views import giving, handouts, inviting, opening, papers, signing, submitting, withdrawing
from app.consent.views.blueprint import bp

__all__ = ["bp", "giving", "handouts", "inviting", "opening", "papers", "signing", "submitting", "withdrawing"]
