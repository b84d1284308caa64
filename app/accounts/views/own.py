"""The account of whoever is signed in."""

from __future__ import annotations

from app.accounts.models import Account
from app.web.identity import actor
from app.web.unit import session


def own_account() -> Account:
    """The reader's account, on pages that only signed-in people reach."""
    return session().get_one(Account, actor().account_id)
