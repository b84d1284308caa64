"""Pages of people: joining, coming in and going, the account page, being verified, inviting."""

from __future__ import annotations

from app.accounts.views import account, entering, inviting, joining, naming, verifying, vouching
from app.accounts.views.blueprint import bp

__all__ = ["account", "bp", "entering", "inviting", "joining", "naming", "verifying", "vouching"]
