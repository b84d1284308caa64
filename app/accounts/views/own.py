"""The account of whoever is signed in, and the key to what is sealed of it."""

from __future__ import annotations

from app.accounts.models import Account
from app.kernel.deriving import derive_key
from app.kernel.sealing import Sealer
from app.kernel.settings import Settings
from app.web.identity import actor
from app.web.provided import provided
from app.web.unit import session


def own_account() -> Account:
    """The reader's account, on pages that only signed-in people reach."""
    return session().get_one(Account, actor().account_id)


def factor_sealer() -> Sealer:
    """What seals the secrets of authenticator apps: under a key made from the instance's own, for this alone."""
    settings = provided(Settings)
    return Sealer(derive_key(settings.secret_key, "second factors"), settings.data / "secret-key")
