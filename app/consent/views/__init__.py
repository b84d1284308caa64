"""Pages of consent: record it, have it signed, sign it, submit under it, withdraw it, open who signed."""

from __future__ import annotations

from app.consent.views import giving, inviting, opening, papers, signing, submitting, withdrawing
from app.consent.views.blueprint import bp

__all__ = ["bp", "giving", "inviting", "opening", "papers", "signing", "submitting", "withdrawing"]
