"""Who sees a collection, and how an entry can be moved in it."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """PRIVATE to its maker, or part of the LIBRARY."""

    PRIVATE = "private"
    LIBRARY = "library"


class Direction(StrEnum):
    """Where an entry goes: one place towards the beginning or the end."""

    UP = "up"
    DOWN = "down"


TITLE_LENGTH = 160
DESCRIPTION_LENGTH = 2000
NOTE_LENGTH = 300
