"""Find identifiers in clinical text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from app.deid.rules import Label, Span

_SHAPES = (
    (Label.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (Label.URL, re.compile(r"\b(?:https?://|www\.)\S+[\w/]")),
    (Label.DATE, re.compile(r"\b(?:\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})\b")),
    (Label.PHONE, re.compile(r"(?<!\w)\+\d[\d ()-]{7,16}\d\b")),
    (Label.ID, re.compile(r"\b(?:MRN|NHS)[:\s]+(?:number |no\.? )?[\d -]{5,14}\d\b")),
)
_CUED = re.compile(r"\b(?:Mrs|Mr|Ms|Dr|Miss|[Pp]atient)\.?\s+([A-Z]\w+(?:[ -][A-Z]\w+)?)")


def find(text: str, *, names: Collection[str] = (), language: str | None = None) -> list[Span]:
    """Return the identifiers of `text`, sorted and not overlapping, offsets in characters.

    `names` are found wherever they stand, however they are written; `language` (a two-letter code) is a hint.
    """
    del language
    candidates = [*_shapes(text), *_cued(text), *_known(text, names)]
    return _apart(candidates)


def cued_names(texts: Iterable[str]) -> frozenset[str]:
    """Return the names that stand with a cue (Dr, his wife, name: ...) in any of `texts`, for `find(names=...)`."""
    return frozenset(span.of(text) for text in texts for span in _cued(text))


def _shapes(text: str) -> Iterator[Span]:
    for label, shape in _SHAPES:
        for match in shape.finditer(text):
            yield Span(match.start(), match.end(), label)


def _cued(text: str) -> Iterator[Span]:
    for match in _CUED.finditer(text):
        yield Span(match.start(1), match.end(1), Label.NAME)


def _known(text: str, names: Collection[str]) -> Iterator[Span]:
    words = sorted({word for name in names for word in name.split() if len(word) > 2}, key=len, reverse=True)
    if words:
        for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, words))})\b", text, re.IGNORECASE):
            yield Span(match.start(), match.end(), Label.NAME)


def _apart(candidates: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(candidates, key=lambda each: (each.start, -each.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
