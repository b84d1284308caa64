"""Writes clinical notes with planted identifiers and plenty of what only looks like one; same seed, same notes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from tests.benchmarks.deid_text import harmless, unseen
from tests.benchmarks.deid_text.corpus import Note, marked
from tests.benchmarks.deid_text.people import Draw
from tests.benchmarks.deid_text.templates import TEMPLATES

SEED = 20261124
LANGUAGES = ("en",) * 62 + ("fr",) * 12 + ("es",) * 11 + ("pt",) * 9 + ("de",) * 3 + ("it",) * 3
_SLOT = re.compile(r"\{(\w+)\}")
_MARKUP = re.compile(r"(\[\[[A-Z]+ )|(\]\])|([^\[\]]+|\[|\])")


def notes(count: int, seed: int = SEED) -> Iterator[Note]:
    """Yield so many notes: letters, clerkings, messages, tables, some in capitals, some without any."""
    chance = random.Random(seed)
    for _ in range(count):
        draw = Draw(chance, chance.choice(LANGUAGES))
        yield marked(_cased(chance, _written(draw)), draw.language)


def _written(draw: Draw) -> str:
    """Fill a template; the same person keeps the same name throughout the note."""
    people = {key: (draw.given(), draw.surname()) for key in ("p", "r", "d", "e")}
    template = draw.chance.choice(TEMPLATES[draw.language])
    filled = _SLOT.sub(lambda slot: _filled(draw, slot[1], people), template)
    return _SLOT.sub(lambda slot: _filled(draw, slot[1], people), filled)


def _filled(draw: Draw, slot: str, people: dict[str, tuple[str, str]]) -> str:
    if slot in harmless.LISTS:
        return draw.chance.choice(harmless.LISTS[slot].get(draw.language) or harmless.LISTS[slot]["en"])
    if slot[0] in people and slot[1:] in {"", "g", "s", "c", "i"}:
        return _mark("NAME", _person(draw, people[slot[0]], slot[1:]))
    return _IDENTIFIERS[slot](draw)


def _person(draw: Draw, name: tuple[str, str], way: str) -> str:
    given, surname = name
    ways = {
        "": f"{given} {surname}",
        "g": given,
        "s": surname,
        "c": f"{surname.upper()}, {given}",
        "i": f"{given[0]}. {surname}",
    }
    return ways[way]


def _mark(label: str, wording: str) -> str:
    return f"[[{label} {wording}]]"


def _identity(draw: Draw) -> str:
    cue, number = draw.identity()
    return cue + _mark("ID", number)


def _address(draw: Draw) -> str:
    number, street, town = draw.chance.randint(1, 240), draw.chance.choice(unseen.STREETS), draw.town()
    d = draw.digits
    return _mark(
        "LOCATION",
        {
            "fr": f"{number} rue des {draw.pick('Lilas', 'Tanneurs', 'Acacias', 'Moulins')}, {d(5)} {town}",
            "es": f"calle {draw.pick('Mayor', 'San Roque', 'de la Fuente')} {number}, {d(5)} {town}",
            "pt": f"Rua {draw.pick('das Flores', 'Augusta', 'do Comércio')}, {number}, {d(4)}-{d(3)} {town}",
            "de": f"{draw.pick('Garten', 'Linden', 'Bahnhof')}straße {number}, {d(5)} {town}",
            "it": f"via {draw.pick('Garibaldi', 'Roma', 'dei Mille')} {number}, {d(5)} {town}",
            "en": draw.pick(
                f"{number} {street} {draw.pick('Road', 'Lane', 'Street', 'Close', 'Avenue', 'Drive')}, {town}",
                f"{number} {street} {draw.pick('Road', 'Lane', 'Avenue')}, {town} {draw.letters(2)}"
                f"{d(1)} {d(1)}{draw.chance.choice('ABDEFGHJLNPQRSTUWXYZ')}"
                f"{draw.chance.choice('ABDEFGHJLNPQRSTUWXYZ')}".replace("I", "H"),
                f"{d(4)} {street} {draw.pick('Street', 'Blvd', 'Ave', 'Court')}, {town}"
                f", {draw.pick('OH', 'TX', 'PA', 'NY')} {d(5)}",
                f"Flat {draw.chance.randint(1, 40)}, {number} {street} Road",
            ),
        }[draw.language],
    )


_IDENTIFIERS: dict[str, Callable[[Draw], str]] = {
    "date": lambda draw: _mark("DATE", draw.date()),
    "dob": lambda draw: _mark("DATE", draw.birth()),
    "town": lambda draw: _mark("LOCATION", draw.town()),
    "hospital": lambda draw: _mark("HOSPITAL", draw.hospital()),
    "employer": lambda draw: _mark("HOSPITAL", draw.chance.choice(unseen.EMPLOYERS)),
    "address": _address,
    "phone": lambda draw: _mark("PHONE", draw.phone()),
    "email": lambda draw: _mark(
        "EMAIL",
        f"{draw.pick('info', 'ward', 'j', 'clinic')}"
        f".{draw.letters(5).lower()}@{draw.pick('example.org', 'mail.example.com', 'nhs.example.uk')}",
    ),
    "url": lambda draw: _mark(
        "URL",
        draw.pick(
            f"www.{draw.letters(7).lower()}.org",
            f"https://portal.{draw.letters(6).lower()}.com/p/{draw.digits(5)}",
            f"{draw.letters(8).lower()}.co.uk",
        ),
    ),
    "mrn": lambda draw: _mark("ID", draw.record()),
    "identity": _identity,
    "device": lambda draw: _mark(
        "DEVICE",
        draw.pick(
            f"{draw.letters(3)}{draw.digits(6)}", f"{draw.digits(4)}-{draw.letters(2)}{draw.digits(2)}", draw.digits(8)
        ),
    ),
    "plate": lambda draw: _mark("OTHER", f"{draw.letters(2)}{draw.digits(2)} {draw.letters(3)}"),
    "handle": lambda draw: _mark("OTHER", f"@{draw.letters(4).lower()}_{draw.digits(2)}"),
    "old": lambda draw: _mark("AGE", draw.old()),
    "age": lambda draw: str(draw.chance.randint(18, 88)),
}


def _cased(chance: random.Random, text: str) -> str:
    """Write one note in twelve in capitals, and one in fifteen without any."""
    draw = chance.random()
    if draw < 1 / 12:
        return _each(text, str.upper)
    return _each(text, str.lower) if draw < 1 / 12 + 1 / 15 else text


def _each(text: str, change: Callable[[str], str]) -> str:
    """Change all letters but the marks', if no letter becomes two."""
    return "".join(
        mark or end or (changed if len(changed := change(body)) == len(body) else body)
        for mark, end, body in _MARKUP.findall(text)
    )
