"""The gate: a view declares the permission it needs and gets its subject loaded and allowed, or isn't run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

from flask import Flask
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotAllowed, NotFound, mark
from app.policy.rules import Permission, may
from app.web.identity import actor
from app.web.unit import session

T = TypeVar("T")
View = Callable[..., ResponseReturnValue]
Loader = Callable[..., T | None]


class SignInNeeded(Exception):
    """Nobody is signed in, and the page isn't for everybody."""


class SecondFactorNeeded(Exception):
    """The person holds a role that would open this, once they have shown a second factor."""


def on(load: Loader[T], permission: Permission) -> Callable[[Callable[[T], ResponseReturnValue]], View]:
    """Load the subject with the session and the address's ids; not found and not yours are both 404."""

    def decorate(view: Callable[[T], ResponseReturnValue]) -> View:
        @wraps(view)
        def guarded(**ids: Any) -> ResponseReturnValue:
            subject = load(session(), **ids)
            if subject is None or not may(actor(), permission, subject):
                raise _without_sign_in() or _without_second_factor(permission, subject) or NotFound()
            return view(subject)

        return _declare(guarded, permission)

    return decorate


def open_to(permission: Permission) -> Callable[[View], View]:
    """For views without a subject; who is signed in but may not is told why."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**ids: Any) -> ResponseReturnValue:
            if not may(actor(), permission):
                raise (
                    _without_sign_in()
                    or _without_second_factor(permission)
                    or NotAllowed(DENIED.get(permission, PLAIN_DENIAL))
                )
            return view(**ids)

        return _declare(guarded, permission)

    return decorate


def writes(view: View) -> View:
    """Mark a view that must write although it answers GET (serving an original leaves an audit row)."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def check_gates(app: Flask) -> None:
    """Raise RuntimeError naming the first view without a permission; called by the factory."""
    for name, view in app.view_functions.items():
        if name != "static" and not hasattr(view, "gate"):
            raise RuntimeError(f"the view {name} has no gate: add @on(...) or @open_to(...)")


def _declare(view: View, permission: Permission) -> View:
    view.gate = permission  # type: ignore[attr-defined]
    return view


def _without_sign_in() -> SignInNeeded | None:
    return SignInNeeded() if actor().id is None else None


def _without_second_factor(permission: Permission, subject: object = None) -> SecondFactorNeeded | None:
    whole = replace(actor(), roles=actor().roles | actor().withheld)
    return SecondFactorNeeded() if actor().withheld and may(whole, permission, subject) else None


PLAIN_DENIAL = mark("This is not open to your account.")
VERIFY_FIRST = mark("This is open to verified members. Ask for your verification on your account page.")
DENIED: dict[Permission, str] = {
    Permission.BROWSE_LIBRARY: mark("Your account can't read yet. Your account page says what is missing."),
    Permission.CREATE_CASE: mark(
        "Cases are shared by verified healthcare professionals. Your account page says where you stand."
    ),
    Permission.STUDY: VERIFY_FIRST,
    Permission.REVIEW: mark("This page is for moderators."),
    Permission.KEEP_COLLECTIONS: mark("Collections are kept by faculty."),
    Permission.OPERATE: mark("This page is for operators."),
    Permission.VOUCH: mark("Verified healthcare professionals vouch for colleagues."),
    Permission.INVITE: mark("Verified healthcare professionals invite others."),
}
