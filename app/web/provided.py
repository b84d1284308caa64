"""What the factory provides to views, found by its type."""

from __future__ import annotations

from typing import TypeVar, cast

from flask import Flask, current_app

T = TypeVar("T")
KEY = "casebook"


def provide(app: Flask, *things: object) -> None:
    """Make each thing available to views under its class and the classes it extends."""
    registry = app.extensions.setdefault(KEY, {})
    for thing in things:
        registry.update(dict.fromkeys(type(thing).__mro__[:-1], thing))


def provided(kind: type[T]) -> T:
    """Return the thing of that class; raises KeyError when the factory didn't provide one."""
    return cast(T, current_app.extensions[KEY][kind])
