"""Find places below the state: towns, villages, districts, counties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.deid.lexicon import COUNTRIES, HEADS, LISTED, TOWNS, WITH_CUE, Kind
from app.deid.loose import loose
from app.deid.place_cues import CUES, IN_UNKNOWN, WATERS
from app.deid.reading import Reading, Token
from app.deid.rules import Label, Span
from app.deid.wordlists import folded, group

_FURTHER = loose(r",\s|\s(?:and|y|e|et|und|or|to|then|via)\s")
_COUNTED = re.compile(r"\s(?:de\s)?\d{1,2}\b(?!\s+\w+\s+(?:19|20)\d\d)")
_BESIDE = re.compile(r",\s([A-ZÀ-Ý][^\W\d_]{2,20}(?:[\s-][A-ZÀ-Ý][^\W\d_]{2,20})?)(?=[.,;\n)]|$)")
_LINK = group("place_links")
_SCORES = group("scores")
_PREPOSITIONS = group("prepositions")
_KINDS_AFTER = group("kinds_of_place")
_GENERIC_BEFORE = group("before_kinds_of_place")
_NO_PLACE_AFTER = group("no_places")


def places(reading: Reading) -> Iterator[Span]:
    """Yield the towns and the like; countries and states, and towns that name a disease or a score, are none."""
    yield from _cued(reading)
    yield from _listed(reading)
    yield from _called_county(reading)
    yield from _waters(reading)
    yield from _unknown(reading)


def _cued(reading: Reading) -> Iterator[Span]:
    for match in CUES.finditer(reading.low):
        place: int | None = match.end()
        while place is not None:
            number = reading.at(place)
            taken = _place_from(reading, number) if number < len(reading.tokens) else 0
            if not taken or reading.tokens[number].start > place + 2:
                break
            last = reading.tokens[number + taken - 1]
            if not _is_country(reading, number, taken):
                yield Span(reading.tokens[number].start, last.end, Label.LOCATION)
            following = _FURTHER.match(reading.low, last.end)
            place = following.end() if following else None


def _place_from(reading: Reading, number: int) -> int:
    """Return how many tokens from `number` on can be the name of a place."""
    tokens = reading.tokens
    taken = 0
    while number + taken < len(tokens) and taken < 5:
        token = tokens[number + taken]
        gap = reading.gap(number + taken - 1) if taken else " "
        if gap not in {" ", "-", "'", "’"} and not (
            gap == ". " and tokens[number + taken - 1].low in {"st", "ste", "mt", "ft"}
        ):
            break
        if not _can_be_place(reading, number + taken, started=taken > 0):
            break
        taken += 1
        if token.possessive:
            break
    while taken and tokens[number + taken - 1].text.islower() and tokens[number + taken - 1].low in _LINK:
        taken -= 1
    if not taken or _is_eponym(reading, number, taken):
        return 0
    return taken


def _can_be_place(reading: Reading, number: int, *, started: bool) -> bool:
    token = reading.tokens[number]
    if number in reading.spoken_for:
        return False
    if token.shouted:
        return _known(reading, number) or (not started and not token.kind and len(token.text) > 3)
    if not token.capital:
        after = reading.tokens[number + 1] if number + 1 < len(reading.tokens) else None
        return started and token.low in _LINK and bool(after and after.capital and reading.gap(number) == " ")
    if token.upper and len(token.text) < 5:
        return False
    if not started and token.is_any(Kind.ORDINARY) and not token.first and _goes_on(reading, number):
        return True
    return not token.is_any(Kind.MEDICAL) and (
        not _plainly_ordinary(token) or _known(reading, number) or (started and not token.first)
    )


def _goes_on(reading: Reading, number: int) -> bool:
    """Whether 'Great' or 'Upper' is the first half of a place: a capitalised word that is no ordinary one follows."""
    after = reading.tokens[number + 1] if number + 1 < len(reading.tokens) else None
    return bool(
        after
        and reading.gap(number) == " "
        and after.capital
        and not after.upper
        and not after.is_any(Kind.ORDINARY | Kind.MEDICAL | Kind.LIKE_A_WORD)
    )


def _plainly_ordinary(token: Token) -> bool:
    return (token.is_any(Kind.ORDINARY) and not token.is_any(LISTED)) or token.low in _NO_PLACE_AFTER


def _known(reading: Reading, number: int) -> bool:
    return bool(reading.phrase(number, TOWNS.get(reading.tokens[number].low.split("-")[0], ())))


def _is_country(reading: Reading, number: int, taken: int) -> bool:
    length = reading.phrase(number, COUNTRIES.get(reading.tokens[number].low.split("-")[0], ()))
    if length >= taken:
        return True
    return (
        bool(length)
        and taken - length == 1
        and reading.tokens[number + taken - 1].low in {"state", "republic", "province"}
    )


def _is_eponym(reading: Reading, number: int, taken: int) -> bool:
    """Whether a word that makes it an eponym follows: 'Paris classification', 'Los Angeles grade'."""
    for step in range(3):
        place = number + taken + step
        if place >= len(reading.tokens) or reading.gap(place - 1).strip(" -'’s") != "":
            return False
        token = reading.tokens[place]
        if token.low in HEADS:
            return True
        if token.low in _PREPOSITIONS or token.low in {"and", "with", "for", "was", "is", "has", "had", "on"}:
            return False
    return False


def _listed(reading: Reading) -> Iterator[Span]:
    tokens = reading.tokens
    number = 0
    while number < len(tokens):
        token = tokens[number]
        phrases = TOWNS.get(token.low.split("-")[0]) if token.capital else None
        taken = reading.phrase(number, phrases) if phrases else 0
        if (
            taken
            and all(each.capital or each.low in _LINK for each in tokens[number : number + taken])
            and _stands_for_place(reading, number, taken)
        ):
            yield Span(token.start, tokens[number + taken - 1].end, Label.LOCATION)
        number += max(taken, 1)


def _stands_for_place(reading: Reading, number: int, taken: int) -> bool:
    token = reading.tokens[number]
    short = token.upper and not token.shouted and len(token.text) < 5 and taken == 1
    eponym = number in reading.eponyms or _is_eponym(reading, number, taken) or _is_score(reading, number, taken)
    if short or eponym:
        return False
    words = tuple(word for each in reading.tokens[number : number + taken] for word in each.low.split("-"))
    if words not in WITH_CUE and (taken > 1 or not token.is_any(LISTED | Kind.ORDINARY | Kind.EPONYM)):
        return True
    if words in WITH_CUE and token.is_any(Kind.ORDINARY):
        return False
    before = reading.tokens[number - 1] if number else None
    if before is None or token.first or reading.gap(number - 1).strip() != "":
        return _country_follows(reading, number, taken)
    return (folded(before.text) in _PREPOSITIONS and before.text.islower()) or _country_follows(reading, number, taken)


def _is_score(reading: Reading, number: int, taken: int) -> bool:
    """Whether a score bears the town's name: 'score de Glasgow', 'Glasgow 15'."""
    before = [token.low for token in reading.tokens[max(0, number - 2) : number]]
    if before and (before[-1] in _SCORES or (before[0] in _SCORES and before[-1] in {"de", "di", "d", "of", "do"})):
        return True
    counted = _COUNTED.match(reading.text, reading.tokens[number + taken - 1].end)
    return bool(counted) and reading.tokens[number].low == "glasgow"


def _country_follows(reading: Reading, number: int, taken: int) -> bool:
    after = number + taken
    if after >= len(reading.tokens) or reading.gap(after - 1) not in {", ", " ("}:
        return False
    return bool(reading.phrase(after, COUNTRIES.get(reading.tokens[after].low.split("-")[0], ())))


def _called_county(reading: Reading) -> Iterator[Span]:
    tokens = reading.tokens
    for number in range(1, len(tokens)):
        token = tokens[number]
        if token.low not in _KINDS_AFTER or token.shouted:
            continue
        first = number
        while first and number - first < 3 and reading.gap(first - 1) == " " and _names_a_county(tokens[first - 1]):
            first -= 1
        eponym = _is_eponym(reading, first, number - first + 1)
        if first < number and not eponym and not (tokens[first].first and tokens[first].is_any(Kind.ORDINARY)):
            yield Span(tokens[first].start, token.end, Label.LOCATION)


def _names_a_county(token: Token) -> bool:
    return (
        token.capital
        and not token.upper
        and not token.mixed
        and not token.possessive
        and token.low not in _GENERIC_BEFORE
        and not token.is_any(Kind.MEDICAL | Kind.COUNTRY)
        and (not token.is_any(Kind.ORDINARY) or token.is_any(LISTED))
    )


def _waters(reading: Reading) -> Iterator[Span]:
    """Lakes, rivers and mountains, small enough to tell where somebody was."""
    for match in WATERS.finditer(reading.text):
        number = reading.at(match.end() - 1)
        if (
            not _is_eponym(reading, number, 1)
            and not reading.tokens[number].is_any(Kind.MEDICAL)
            and number not in reading.eponyms
        ):
            yield Span(*match.span(), Label.LOCATION)


def _unknown(reading: Reading) -> Iterator[Span]:
    """Yield capitalised words nobody knows after 'in', and names of people where 'New' or 'South' stands before."""
    for match in IN_UNKNOWN.finditer(reading.text) if not reading.nouns_have_capitals else ():
        last = reading.at(match.end("place") - 1)
        token = reading.tokens[last]
        compound = " " in match["place"]
        free = last not in reading.spoken_for and last not in reading.eponyms
        if (
            free
            and (not token.kind or (compound and token.is_any(LISTED)))
            and not _is_country(reading, reading.at(match.start("place")), 1)
        ):
            yield Span(*match.span("place"), Label.LOCATION)


def beside_institutions(reading: Reading, institutions: Iterable[Span]) -> Iterator[Span]:
    """Yield the unknown name after an institution's and a comma: 'Castle Mead Surgery, Hinckley'."""
    for span in institutions:
        match = _BESIDE.match(reading.text, span.end)
        if match:
            tokens = [
                reading.tokens[number] for number in range(reading.at(match.start(1)), reading.at(match.end(1) - 1) + 1)
            ]
            if all(not token.kind and not token.shouted for token in tokens):
                yield Span(*match.span(1), Label.LOCATION)
