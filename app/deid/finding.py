"""Find identifiers in clinical text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from app.deid.addresses import addresses
from app.deid.ages import ages
from app.deid.contacts import phones, web
from app.deid.dates import dates
from app.deid.institutions import institutions
from app.deid.intervals import Taken
from app.deid.known_names import known, words_of
from app.deid.lexicon import COUNTRIES_OF_SEVERAL_WORDS, EPONYM_PHRASES
from app.deid.loose import Written
from app.deid.named import Named
from app.deid.names import named
from app.deid.numbers import cued_numbers, shaped_numbers
from app.deid.places import beside_institutions, places
from app.deid.reading import Reading
from app.deid.rules import Label, Span
from app.deid.tables import cells, head_lines

_PLACEHOLDERS = re.compile(
    r"\[(?:name|relative|clinician|hospital|place|number|phone|e-mail|link|device number|date|"
    r"date of birth|removed)\]|\baged 90 or older\b|\b90 or older\b|\bday -?\d+\b|"
    r"\b(?:about )?\d+ (?:weeks?|months?|years?) (?:later|earlier)\b"
)
"""What this room proposes to write instead: it's never an identifier, nor a part of one."""

_COVER = "\ue000"
"""A character that is no letter, digit or blank, as little as the bracket a replacement begins with."""

_NEIGHBOUR = re.compile(r"[\d+]")
_ENDS = " \t\r\n,;:([|"
"""What is no part of an identifier at its end; a name may end in the full stop of an initial."""
_BESIDE = 3
"""Characters to either side of a number in which another one can hide."""


def find(text: str, *, names: Collection[str] = (), language: str | None = None) -> list[Span]:
    """Return the identifiers of `text`, sorted and not overlapping, offsets in characters.

    `names` are found wherever they stand, however they are written; `language` (a two-letter code) is a hint.
    """
    spans, _ = look(text, names=names, language=language)
    return spans


def cued_names(texts: Iterable[str]) -> frozenset[str]:
    """Return the names that stand with a cue (Dr, his wife, name: ...) in any of `texts`, for `find(names=...)`."""
    found: set[str] = set()
    for text in texts:
        _, people = look(text)
        found.update(text[each.start : each.end] for each in people if each.cued)
    return frozenset(found)


def look(text: str, *, names: Collection[str] = (), language: str | None = None) -> tuple[list[Span], list[Named]]:
    """Return what `find` does, and the people among it with what the cues say of them."""
    reading = Reading(text, language)
    reading.mark_eponyms(EPONYM_PHRASES)
    reading.mark_eponyms(COUNTRIES_OF_SEVERAL_WORDS)
    kept = [match.span() for match in _PLACEHOLDERS.finditer(text)]
    certain = _certain(reading, kept)
    wider = _apart([*institutions(reading), *addresses(Written(reading.titled(), reading.low))], kept)
    wider += beside_institutions(reading, [span for span in wider if span.label is Label.HOSPITAL])
    for start, end in [*kept, *head_lines(text), *((span.start, span.end) for span in [*certain, *wider])]:
        reading.speak_for(start, end)
    people = named(reading)
    again = known(reading, words_of(names) | words_of(text[each.start : each.end] for each in people if each.cued))
    persons = [Span(each.start, each.end, Label.NAME) for each in people]
    of_names = Taken(map(_place, persons))
    where = [span for span in places(reading) if not of_names.covers(span.start, span.end)]
    return _together(_apart([*certain, *wider, *where, *persons, *again], kept), text), people


def _certain(reading: Reading, kept: Collection[tuple[int, int]]) -> list[Span]:
    """Return what has a shape of its own; what is found is covered and the rest looked at again.

    What only its neighbour hid is found so, and would otherwise turn up once the neighbour is replaced.
    """
    found: list[Span] = _apart(cells(reading.text), kept)
    written = Written(reading.text, reading.low)
    for _ in range(3):
        shaped = [
            *web(written),
            *cued_numbers(written),
            *dates(written),
            *phones(written),
            *shaped_numbers(written),
            *ages(written),
        ]
        more = _apart(shaped, [*kept, *map(_place, found)])
        found += more
        written = _covered(written, more)
        if not any(_NEIGHBOUR.search(written.text, max(0, span.start - _BESIDE), span.end + _BESIDE) for span in more):
            break
    return found


def _covered(written: Written, spans: list[Span]) -> Written:
    return Written(*(_with_covers(text, spans) for text in written))


def _with_covers(text: str, spans: list[Span]) -> str:
    """Return the text with a sign that is no letter for each character of the spans, which are sorted and apart."""
    pieces, place = [], 0
    for span in spans:
        pieces += [text[place : span.start], _COVER * (span.end - span.start)]
        place = span.end
    return "".join([*pieces, text[place:]])


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _apart(candidates: Iterable[Span], kept: Iterable[tuple[int, int]]) -> list[Span]:
    """Keep of overlapping spans the one that comes first in the order of certainty, and what is left of the others."""
    taken = Taken(kept)
    chosen: list[Span] = []
    for span in candidates:
        for start, end in taken.free_parts(span.start, span.end):
            chosen.append(Span(start, end, span.label))
            taken.add(start, end)
    return sorted(chosen)


def _together(spans: list[Span], text: str) -> list[Span]:
    """Trim the spans, drop what is left without a letter or digit, and join neighbours of one label."""
    joined: list[Span] = []
    for span in spans:
        start, end = _trimmed(text, span)
        if start >= end or not any(map(str.isalnum, text[start:end])):
            continue
        before = joined[-1] if joined else None
        if (
            before
            and before.label is span.label
            and span.label in {Label.LOCATION, Label.NAME, Label.HOSPITAL}
            and text[before.end : start] in {" ", ", ", ""}
            and (span.label is Label.LOCATION or text[before.end : start] != ", ")
        ):
            joined[-1] = Span(before.start, end, span.label)
        else:
            joined.append(Span(start, end, span.label))
    return joined


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and (text[start] in " \t\r\n,;:)[]|" or (text[start] == "(" and ")" not in text[start:end])):
        start += 1
    ends = _ENDS if span.label is Label.NAME else _ENDS + "."
    while start < end and text[end - 1] in ends:
        end -= 1
    return start, end
