"""Who a request acts for, by the sign-in of its cookie; and that the sign-in was used."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from flask import Flask, Response, g
from sqlalchemy.exc import OperationalError

from app.accounts import queries, services
from app.accounts.models import SignIn
from app.kernel.database import Database
from app.kernel.settings import SecondFactorPolicy, Settings
from app.policy.actor import Actor
from app.web import identity
from app.web.provided import provided
from app.web.unit import now, session

NOTED_EVERY = timedelta(minutes=15)
"""Pages are read far more often than this needs to be known."""


def register(app: Flask) -> None:
    """Write down after a response that its sign-in was used, or found to be over."""
    app.after_request(_note)


def find_actor(token: str) -> Actor | None:
    """The person of this sign-in, unless it's over, revoked, or still awaits a second factor."""
    found = queries.sign_in_of(session(), token)
    if found is None or found.awaits_second_factor:
        return None
    is_over = found.is_over_at(now())
    if is_over or found.last_seen_at is None or now() >= found.last_seen_at + NOTED_EVERY:
        g.noteworthy_sign_in = found.id
    return None if is_over else actor_of(found)


def actor_of(found: SignIn) -> Actor:
    """The actor of a sign-in, as far as this instance lets it act without a second factor."""
    guards = provided(Settings).second_factor is SecondFactorPolicy.REQUIRED
    return queries.acting_by(found, now(), guards_roles=guards)


def current_sign_in(token: str | None = None) -> SignIn:
    """The sign-in of this request, on pages that only signed-in people reach; by its new token, where it has one."""
    found = queries.sign_in_of(session(), token or identity.token())
    if found is None:
        raise PermissionError("nobody is signed in")
    return found


def _note(response: Response) -> Response:
    """In a transaction of its own: reading a page changes nothing else, and a refusal doesn't undo it."""
    noteworthy: int | None = g.pop("noteworthy_sign_in", None)
    if noteworthy is not None:
        with suppress(OperationalError), provided(Database).writing() as current:
            services.note_presence(current, noteworthy, at=now())
    return response
