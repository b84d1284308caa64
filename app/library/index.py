"""The port to a search engine. The adapter of today is Whoosh; whoever wants another fits this."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.library.rules import Document

Read = Callable[[], Iterable[Document]]
"""Reads documents from the database; called once the index is held, so that no older reading overwrites a newer."""


@dataclass(frozen=True)
class Hit:
    """One case that an index holds for a question; more score is better. Not yet for anybody's eyes."""

    case_id: int
    score: float


class IndexUnavailable(Exception):
    """The index is missing or broken: search the database instead, and rebuild."""


class IndexBusy(Exception):
    """Somebody else has been writing the index for too long; try again later."""


class SearchIndex(Protocol):
    """Finds cases by their words."""

    def search(
        self,
        text: str,
        filters: Mapping[str, str],
        *,
        limit: int,
        by_diagnosis: bool = False,
        loosely: bool = False,
    ) -> list[Hit]:
        """The best hits first; raises IndexUnavailable.

        Every word must occur, unless `loosely`: then any word will do, its beginning, or nearly its letters.
        `by_diagnosis` also looks at confirmed diagnoses.
        """

    def refresh(self, case_ids: Collection[int], read: Read) -> None:
        """Take these cases out and put in what is read; what is taken out is gone from the disk when this returns.

        Raises IndexUnavailable and IndexBusy.
        """

    def rebuild(self, read: Read) -> int:
        """Build the index anew beside the one in use, then swap; return how many cases it holds. Raises IndexBusy."""

    def case_ids(self) -> Iterator[int]:
        """Every case that the index holds; raises IndexUnavailable."""

    def is_healthy(self) -> bool:
        """Whether there is an index that can be read."""
