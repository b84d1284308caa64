"""The main navigation and the account menu: entries that the wiring lists and the gate filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask import Flask, g, request, url_for
from flask_babel.speaklater import LazyString

from app.policy.rules import Permission, may
from app.web.identity import actor


@dataclass(frozen=True)
class Entry:
    """One place to go to."""

    endpoint: str
    label: LazyString
    icon: str
    permission: Permission


@dataclass(frozen=True)
class Link:
    """An entry for this request."""

    url: str
    label: str
    icon: str
    active: bool


def register(app: Flask, primary: Sequence[Entry], account: Sequence[Entry]) -> None:
    """Give templates the two menus."""

    @app.context_processor
    def menus() -> dict[str, object]:
        """Worked out once a request: a page is made of many templates, and each asks."""
        if "menus" not in g:
            g.menus = {"navigation": _allowed(primary), "account_menu": _allowed(account)}
        return g.menus  # type: ignore[no-any-return]


@cache
def _address(_script_root: str, endpoint: str) -> str:
    """The same in every request under one root."""
    return url_for(endpoint)


def _allowed(entries: Sequence[Entry]) -> list[Link]:
    return [_link(entry) for entry in entries if may(actor(), entry.permission)]


def _link(entry: Entry) -> Link:
    url = _address(request.script_root, entry.endpoint)
    active = request.path == url or (url != "/" and request.path.startswith(f"{url}/"))
    return Link(url=url, label=str(entry.label), icon=entry.icon, active=active)
