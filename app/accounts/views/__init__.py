"""Pages of people: joining, coming in and going, the account page."""

from __future__ import annotations

from app.accounts.views import account, entering, joining
from app.accounts.views.blueprint import bp

__all__ = ["account", "bp", "entering", "joining"]
