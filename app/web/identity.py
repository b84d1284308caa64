"""Who this request acts for. Flask-Login keeps the cookie; accounts supply the loader."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, g
from flask import session as flask_session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from app.kernel.settings import ReadPolicy, Settings
from app.policy.actor import Actor, nobody
from app.web.provided import provided
from app.web.unit import now

HALF = "half_signed_in"


class Principal(UserMixin):  # type: ignore[misc]
    """A signed-in person as Flask-Login sees it: its id is the sign-in's token, so it can be revoked."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token, self.actor = token, actor

    def get_id(self) -> str:
        return self.token


def register(app: Flask, find_actor: Callable[[str], Actor | None]) -> None:
    """Let Flask-Login find people by the token in the signed cookie."""
    manager = LoginManager(app)
    manager.session_protection = None  # the sign-in is a row of its own; see accounts

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Principal | None:
        found = find_actor(token)
        return Principal(token, found) if found else None


def actor() -> Actor:
    """The person of this request, or nobody."""
    if "actor" not in g:
        signed_in = current_user.is_authenticated
        everybody = provided(Settings).read_policy is ReadPolicy.EVERYBODY
        g.actor = current_user.actor if signed_in else nobody(now(), reads_library=everybody)
    return g.actor  # type: ignore[no-any-return]


def start(token: str, person: Actor) -> None:
    """Put the token of a new sign-in into the cookie, in the place of any other."""
    flask_session.pop(HALF, None)
    login_user(Principal(token, person))
    g.pop("actor", None)


def start_half(token: str, account_id: int) -> None:
    """Remember a sign-in that awaits its second factor: nobody is signed in by it."""
    stop()
    flask_session[HALF] = {"token": token, "account": account_id}


def half() -> tuple[str, int] | None:
    """Token and account of the sign-in that awaits its second factor in this browser."""
    kept = flask_session.get(HALF)
    return (kept["token"], kept["account"]) if kept else None


def token() -> str:
    """The token of this browser's sign-in, on pages that only signed-in people reach."""
    return str(current_user.get_id())


def stop() -> str | None:
    """Take the cookie away; return the token whose sign-in must be revoked."""
    token = current_user.get_id() if current_user.is_authenticated else None
    logout_user()
    flask_session.pop(HALF, None)
    g.pop("actor", None)
    return token
