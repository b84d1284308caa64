"""Who sees a collection."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """PRIVATE to its maker, or part of the LIBRARY."""

    PRIVATE = "private"
    LIBRARY = "library"
