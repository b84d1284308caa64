"""What moderators do."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True)
class ReviewDecided(Event):
    """A review has been decided."""

    review_id: int


@dataclass(frozen=True)
class ContentFlagged(Event):
    """A case, a part of it or a comment is in doubt; it is hidden already."""

    review_id: int
