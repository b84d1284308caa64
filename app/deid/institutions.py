"""Find hospitals, practices, schools, universities and employers that are named."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from app.deid import institution_shapes as shapes
from app.deid.institution_heads import after_head, before_head, capitals, eponym_follows
from app.deid.lexicon import INSTITUTIONS, LISTED, Kind
from app.deid.reading import Reading, Token
from app.deid.rules import Label, Span


def institutions(reading: Reading) -> Iterator[Span]:
    """Yield named institutions as HOSPITAL; 'the hospital', 'fracture clinic' and the like are none."""
    yield from before_head(reading)
    yield from after_head(reading)
    yield from _listed(reading)
    for shape in (shapes.COMPOUND, shapes.COMPANY, shapes.SAINT):
        for match in shape.finditer(reading.text):
            if shape is shapes.COMPANY and reading.tokens[reading.at(match.start())].shouted:
                continue
            group = "name" if "name" in shape.groupindex else 0
            yield Span(*match.span(group), Label.HOSPITAL)
    yield from _employers(reading)
    yield from _moved(reading)
    yield from _fields(reading)


def _listed(reading: Reading) -> Iterator[Span]:
    for number, token in enumerate(reading.tokens):
        phrases = INSTITUTIONS.get(token.low) or INSTITUTIONS.get(token.low + "'s") if token.capital else None
        taken = reading.phrase(number, phrases) if phrases else 0
        if taken and all(
            each.capital or each.low in shapes.JOINING for each in reading.tokens[number : number + taken]
        ):
            end = reading.tokens[number + taken - 1]
            tail = 2 if reading.text.startswith(("'s", "’s"), end.end) else 0
            if not (
                taken == 1
                and (token.low in {"amazon", "einstein", "guys", "cochin", "necker"})
                and not reading.text.startswith("'s", end.end)
            ) and not eponym_follows(reading, number + taken - 1):
                yield Span(token.start, end.end + tail, Label.HOSPITAL)


def _employers(reading: Reading) -> Iterator[Span]:
    for match in shapes.EMPLOYED.finditer(reading.low):
        number = reading.at(match.end())
        taken = capitals(reading, number)
        tokens = reading.tokens[number : number + taken]
        if tokens and tokens[0].shouted:
            tokens = list(
                takewhile(
                    lambda token: not token.is_any(Kind.ORDINARY | Kind.MEDICAL) or token.low in shapes.FIRMS, tokens
                )
            )
        if (
            tokens
            and not any(
                token.is_any(Kind.COUNTRY | Kind.MEDICAL) or token.low in shapes.GENERIC for token in tokens[:1]
            )
            and not _looks_like_person(tokens)
        ) and any(not token.is_any(Kind.ORDINARY) or taken > 1 for token in tokens if token.capital):
            partners = shapes.PARTNERS.match(reading.text, tokens[-1].end)
            yield Span(tokens[0].start, partners.end() if partners else tokens[-1].end, Label.HOSPITAL)


def _moved(reading: Reading) -> Iterator[Span]:
    """After 'transferred from' an unknown name is a hospital's."""
    for match in shapes.MOVED.finditer(reading.low):
        number = reading.at(match.end())
        taken = capitals(reading, number)
        tokens = reading.tokens[number : number + taken]
        if tokens and not tokens[0].kind and not tokens[0].shouted and not tokens[0].upper and len(tokens[0].text) > 3:
            yield Span(tokens[0].start, tokens[-1].end, Label.HOSPITAL)


def _fields(reading: Reading) -> Iterator[Span]:
    """After 'Facility:' all capitalised words are a name, if not all of them are plain words of the trade."""
    for match in shapes.FIELD.finditer(reading.low):
        number = reading.at(match.end())
        taken = capitals(reading, number)
        tokens = reading.tokens[number : number + taken]
        named = [
            token
            for token in tokens
            if token.low not in shapes.GENERIC | shapes.HEADS
            and not token.is_any(Kind.MEDICAL)
            and not (token.upper and len(token.text) < 4)
        ]
        headed = len(tokens) > 2 and tokens[-1].low in shapes.HEADS
        if (
            tokens
            and not tokens[0].shouted
            and any(not token.is_any(Kind.ORDINARY) or token.is_any(LISTED) or headed for token in named)
        ):
            yield Span(tokens[0].start, tokens[-1].end, Label.HOSPITAL)


def _looks_like_person(tokens: list[Token]) -> bool:
    return (
        tokens[0].low in {"mr", "mrs", "ms", "dr", "professor", "miss"}
        or (tokens[0].is_any(Kind.GIVEN) and not tokens[0].is_any(Kind.ORDINARY))
        or (tokens[0].upper and len(tokens[0].text) < 4)
    )
