"""Find again, everywhere in a case, the names that stood with a cue somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from app.deid.lexicon import TOWN_WORDS, Kind
from app.deid.name_cues import CLINICIAN_TITLES, TITLES
from app.deid.name_runs import CREDENTIALS, PARTICLES, Run, is_eponym
from app.deid.reading import Reading, Token
from app.deid.rules import Label, Span
from app.deid.wordlists import folded

_DOUBTFUL = Kind.ORDINARY | Kind.MEDICAL | Kind.COUNTRY
_DISEASES = frozenset(
    {
        "crohn",
        "parkinson",
        "hodgkin",
        "alzheimer",
        "graves",
        "down",
        "wilson",
        "addison",
        "cushing",
        "marfan",
        "raynaud",
        "paget",
    }
)
"""Eponyms that often stand without 'disease'."""


def words_of(names: Iterable[str]) -> frozenset[str]:
    """Return the words of the names that are worth finding again, folded."""
    found: set[str] = set()
    for name in names:
        for token in Reading(name).tokens:
            if (
                len(token.text) > 1
                and token.low not in PARTICLES
                and token.low not in CREDENTIALS
                and token.low not in TITLES
                and token.low not in CLINICIAN_TITLES
            ):
                found.add(token.low)
                if "-" in token.low:
                    found.update(part for part in token.low.split("-") if len(part) > 3)
    return frozenset(found)


def known(reading: Reading, words: Collection[str]) -> Iterator[Span]:
    """Yield the runs of words that are `words`, with the initials and particles between them."""
    tokens = reading.tokens
    number = 0
    while number < len(tokens):
        if not _is_again(reading, number, words):
            number += 1
            continue
        last = number + 1
        while last < len(tokens) and reading.gap(last - 1) in {" ", "-", ". "} and _goes_on(reading, last, words):
            last += 1
        while not _is_again(reading, last - 1, words):
            last -= 1
        yield Span(tokens[number].start, tokens[last - 1].end, Label.NAME)
        number = last


def _goes_on(reading: Reading, number: int, words: Collection[str]) -> bool:
    token = reading.tokens[number]
    return (
        _is_again(reading, number, words)
        or token.initial
        or (token.low in PARTICLES and token.text.islower() and len(token.text) < 4)
    )


def _is_again(reading: Reading, number: int, words: Collection[str]) -> bool:
    token = reading.tokens[number]
    if number in reading.spoken_for or (token.low not in words and not _part_is(token, words)):
        return False
    doubtful = token.is_any(_DOUBTFUL) or token.low in TOWN_WORDS
    if token.is_any(Kind.EPONYM) and token.low in _DISEASES:
        return token.capital and not token.possessive and not is_eponym(reading, Run(number, number + 1))
    if token.is_any(_DOUBTFUL | Kind.EPONYM) and is_eponym(reading, Run(number, number + 1)):
        return False
    if token.shouted or token.text.islower():
        return not doubtful and len(token.text) > 2
    if len(token.text) < 3 or (token.upper and doubtful):
        return token.capital and not token.upper and not doubtful and not token.first
    return token.capital and not (token.is_any(Kind.ORDINARY) and token.first and not token.possessive)


def _part_is(token: Token, words: Collection[str]) -> bool:
    return "-" in token.low and any(part in words for part in folded(token.text).split("-") if len(part) > 3)
