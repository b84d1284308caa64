"""How the rooms are put together: adapters, listeners, jobs, slots of pages, menus. Only here do they all meet."""

from __future__ import annotations

from app.wiring.building import build, exporters
from app.wiring.listening import subscriptions
from app.wiring.pages import ACCOUNT, ANSWERS, PANELS, PRIMARY
from app.wiring.working import catching_up, rebuild_index

__all__ = [
    "ACCOUNT",
    "ANSWERS",
    "PANELS",
    "PRIMARY",
    "build",
    "catching_up",
    "exporters",
    "rebuild_index",
    "subscriptions",
]
