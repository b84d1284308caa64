"""What happens to items."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True)
class ItemDrafted(Event):
    """An item has been drafted from a resolved thread."""

    item_id: int


@dataclass(frozen=True)
class ItemAccepted(Event):
    """An editor has accepted an item; learners can take it."""

    item_id: int
