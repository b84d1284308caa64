"""The addresses of the pages before and after one, for `ui.pager`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Neighbours:
    """Where the pages before and after this one are; none at the ends."""

    previous_url: str | None
    next_url: str | None


def neighbours(number: int, address: Callable[[int], str], *, has_next: bool) -> Neighbours:
    """The neighbours of page `number`, counted from 1; `address` gives a page's address."""
    return Neighbours(
        previous_url=address(number - 1) if number > 1 else None,
        next_url=address(number + 1) if has_next else None,
    )
