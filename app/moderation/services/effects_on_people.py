"""What follows from decisions about a person."""

from __future__ import annotations

from app.accounts import services as accounts
from app.moderation.rules import Reason
from app.moderation.services.effect import Effect


def clear(effect: Effect) -> None:
    """Nothing is wrong: whoever was kept from writing meanwhile can write again."""
    accounts.end_pause(effect.session, effect.actor, effect.person, at=effect.at)


def suspend(effect: Effect) -> None:
    """Keep them out. Whoever is somebody else than they said wasn't verified as who they are either."""
    if Reason.IMPERSONATION in effect.verdict.reasons:
        accounts.end_verification(effect.session, effect.actor, effect.person, at=effect.at)
    accounts.suspend(effect.session, effect.actor, effect.person, at=effect.at)
