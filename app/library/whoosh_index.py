"""The embedded search engine: Whoosh, in generations under `settings.index`."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from whoosh.index import FileIndex, create_in, open_dir
from whoosh.reading import SegmentReader
from whoosh.searching import Searcher
from whoosh.writing import MERGE_SMALL, IndexWriter

from app.library.generations import Generations
from app.library.index import Hit, IndexUnavailable, Read, SearchIndex
from app.library.rules import Document
from app.library.whoosh_query import DIAGNOSIS_LETTERS, LETTERS, SCHEMA, WEIGHTING, any_word, every_word, narrowed
from app.library.words import MOST_TERMS, terms, words
from app.vocabulary.spelling import spelt

T = TypeVar("T")
log = logging.getLogger(__name__)
MEMORY_MB = 64
SEGMENT = 2000
"""Cases in one segment of a rebuilt index."""


class WhooshIndex(SearchIndex):
    """Keeps words and positions, no text: all that comes out of it is ids."""

    def __init__(self, folder: Path, *, patience: float = 60.0) -> None:
        self._generations = Generations(folder, patience=patience)

    def search(
        self,
        text: str,
        filters: Mapping[str, str],
        *,
        limit: int,
        by_diagnosis: bool = False,
        loosely: bool = False,
    ) -> list[Hit]:
        asked = terms(text)
        if not asked:
            return []
        if loosely:
            query = any_word(asked, list(spelt(text))[:MOST_TERMS], by_diagnosis=by_diagnosis)
        else:
            query = every_word(asked, by_diagnosis=by_diagnosis)

        def look(searcher: Searcher) -> list[Hit]:
            results = searcher.search(query, filter=narrowed(filters), limit=limit)
            return [Hit(int(hit["case_id"]), float(hit.score or 0)) for hit in results]

        return self._read(look)

    def refresh(self, case_ids: Collection[int], read: Read) -> None:
        with self._generations.hold():
            documents = list(read())
            generation = self._generations.current()
            self._generations.clear(but=generation)
            with _broken_is_unavailable():
                _replace(_open(generation).writer(timeout=1.0), case_ids, documents)

    def rebuild(self, read: Read) -> int:
        with self._generations.hold():
            generation = self._generations.begin()
            try:
                count = _fill(create_in(str(generation), SCHEMA), read())
                self._generations.use(generation)
            except BaseException:
                self._generations.clear(but=self._in_use())
                raise
            self._generations.clear(but=generation)
        return count

    def case_ids(self) -> Iterator[int]:
        yield from self._read(lambda searcher: array("q", (int(stored["case_id"]) for stored in searcher.documents())))

    def is_healthy(self) -> bool:
        try:
            self._read(lambda searcher: searcher.doc_count())
        except IndexUnavailable:
            return False
        return True

    def _read(self, look: Callable[[Searcher], T]) -> T:
        """Look into the generation in use; again, if a rebuild has swapped it away meanwhile."""
        while True:
            generation = self._generations.current()
            try:
                with _broken_is_unavailable(), _open(generation).searcher(weighting=WEIGHTING) as searcher:
                    return look(searcher)
            except IndexUnavailable:
                if self._generations.current() == generation:
                    raise

    def _in_use(self) -> Path | None:
        try:
            return self._generations.current()
        except IndexUnavailable:
            return None


def _open(generation: Path) -> FileIndex:
    return open_dir(str(generation), schema=SCHEMA)


@contextmanager
def _broken_is_unavailable() -> Iterator[None]:
    """A damaged file makes Whoosh raise almost anything."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:
        log.warning("the index can't be used: %s", type(error).__name__)
        raise IndexUnavailable(type(error).__name__) from error


def _replace(writer: IndexWriter, case_ids: Collection[int], documents: Iterable[Document]) -> None:
    with _committing(writer, mergetype=_merge_touched):
        for case_id in case_ids:
            writer.delete_by_term("case_id", str(case_id))
        for document in documents:
            writer.add_document(**_row(document))


def _fill(index: FileIndex, documents: Iterable[Document]) -> int:
    """In segments of a bounded size, so that a later removal writes only one of them anew."""
    count, rest = 0, iter(documents)
    while batch := list(islice(rest, SEGMENT)):
        writer = index.writer(limitmb=MEMORY_MB)
        with _committing(writer, merge=False):
            for document in batch:
                writer.add_document(**_row(document))
        count += len(batch)
    return count


@contextmanager
def _committing(writer: IndexWriter, **how: Any) -> Iterator[None]:
    try:
        yield
    except BaseException:
        writer.cancel()
        raise
    writer.commit(**how)


def _merge_touched(writer: Any, segments: list[Any]) -> list[Any]:
    """Write segments anew that hold a removed document: Whoosh leaves its words on disk until somebody does."""
    for segment in segments:
        if segment.has_deletions():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    untouched = [segment for segment in segments if not segment.has_deletions()]
    return list(MERGE_SMALL(writer, untouched))  # type: ignore[no-untyped-call]


def _row(document: Document) -> dict[str, object]:
    readable = f"{document.title}\n{document.tags}\n{document.kind}\n{document.text}"
    return {
        "case_id": str(document.case_id),
        "title": words(document.title),
        "text": words(document.text),
        "tags": words(document.tags),
        "kind": words(document.kind),
        "diagnosis": words(document.diagnosis),
        LETTERS: list(spelt(readable)),
        DIAGNOSIS_LETTERS: list(spelt(document.diagnosis)),
        **document.filters,
    }
