"""Keeping the index true to the database: idempotent, in any order, whatever event asked for it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from app.kernel.clock import Clock
from app.kernel.database import Database
from app.library.documents import documents_of, every_document
from app.library.index import IndexUnavailable, SearchIndex
from app.library.rules import Document

log = logging.getLogger(__name__)


def refresh_case(database: Database, index: SearchIndex, clock: Clock, case_id: int) -> None:
    """Put the case into the index, or take it out, by what the database says now.

    An index that is missing or broken is built anew; raises IndexBusy, so that the event is delivered again later.
    """

    def read() -> Iterable[Document]:
        with database.reading() as session:
            return documents_of(session, [case_id], clock.now())

    try:
        index.refresh([case_id], read)
    except IndexUnavailable:
        log.warning("no usable index: building one")
        rebuild(database, index, clock)


def rebuild(database: Database, index: SearchIndex, clock: Clock) -> int:
    """Build the index anew while the old one is searched; return how many cases it holds. Raises IndexBusy."""

    def read() -> Iterator[Document]:
        with database.reading() as session:
            yield from every_document(session, clock.now())

    return index.rebuild(read)
