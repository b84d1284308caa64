"""Item states and what an item needs before it may go live."""

from __future__ import annotations

from enum import StrEnum


class ItemStatus(StrEnum):
    """A drafted item is edited, accepted, and suspended while its resolution is in doubt or its case hidden."""

    DRAFT = "draft"
    LIVE = "live"
    SUSPENDED = "suspended"
    RETIRED = "retired"


NEXT: dict[ItemStatus, frozenset[ItemStatus]] = {
    ItemStatus.DRAFT: frozenset({ItemStatus.LIVE, ItemStatus.RETIRED}),
    ItemStatus.LIVE: frozenset({ItemStatus.DRAFT, ItemStatus.SUSPENDED, ItemStatus.RETIRED}),
    ItemStatus.SUSPENDED: frozenset({ItemStatus.LIVE, ItemStatus.DRAFT, ItemStatus.RETIRED}),
    ItemStatus.RETIRED: frozenset(),
}

FEWEST_OPTIONS = 4
MOST_OPTIONS = 5
MOST_STEM_WORDS = 200


class OptionSource(StrEnum):
    """Where an option came from."""

    RESOLUTION = "resolution"
    OPINION = "opinion"
    EDITOR = "editor"
