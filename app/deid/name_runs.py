"""Where a name that begins at a word ends: given names, initials, particles and surnames in a row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.deid.lexicon import COUNTRIES, HEADS, LISTED, NAME, Kind
from app.deid.reading import Reading, Token
from app.deid.wordlists import group, words

PARTICLES = group("particles")
CREDENTIALS = group("credentials")
FUNCTION_WORDS = words("never_surnames")
"""Ordinary words that do stand capitalised behind a given name without being a surname."""
_OFTEN_FIRST = group("often_first")
LETTERED = group("lettered")
"""Words behind which a single letter is no initial: vitamin D, hepatitis B."""
_LETTER_TITLES = {"fr": "m", "es": "d", "pt": "d"}
_LONGEST = 6
_SHORTENED = {"st", "jr", "chr", "wm", "md", "mohd", "th"}
"""Parts of names that are often written short, with a point."""
_LINKS = (" ", "-", "'", "’", "\u00a0", " '", " ’")


class Trust(Enum):
    """How sure the cue makes it that a name follows."""

    TITLE = 3
    """Mr, Dr, 'name:', 'Dear': whatever is not plainly another word."""
    CUE = 2
    """'wife', 'seen by', a signature: capitals, or names of the lists."""
    NONE = 1
    """No cue: only what the lists know."""


@dataclass(frozen=True, slots=True)
class Run:
    """The tokens from `first` up to, not including, `last`."""

    first: int
    last: int

    def __bool__(self) -> bool:
        return self.last > self.first


def run_from(reading: Reading, number: int, trust: Trust) -> Run:
    """Return the longest name that begins at token `number`; an empty run if none does."""
    tokens = reading.tokens
    last, strong = _reach(reading, number, trust)
    while last > number and strong < 2 and tokens[last - 1].low in PARTICLES and tokens[last - 1].text.islower():
        last -= 1
    return Run(number, last if strong else number)


def _reach(reading: Reading, number: int, trust: Trust) -> tuple[int, int]:
    """Return where a name from token `number` on ends, and how many of its words are no initials or particles."""
    tokens, last, strong = reading.tokens, number, 0
    while last < len(tokens) and last - number < _LONGEST and (last == number or _linked(reading, last - 1)):
        token = tokens[last]
        if token.low not in PARTICLES or not _leads_on(reading, last, trust, started=last > number):
            if not can_be_part(reading, last, trust, first=not strong):
                break
            strong += not token.initial
        last += 1
        if token.possessive:
            break
    return last, strong


def _linked(reading: Reading, number: int) -> bool:
    gap = reading.gap(number)
    if gap in _LINKS:
        return True
    token = reading.tokens[number]
    return (token.initial or token.low in _SHORTENED) and gap in {". ", ".", ".-"}


def _leads_on(reading: Reading, number: int, trust: Trust, *, started: bool) -> bool:
    """Whether the small word at `number` leads on to a surname: 'de la Cruz', 'bin Salman'."""
    token = reading.tokens[number]
    if (
        not started
        and trust is not Trust.TITLE
        and token.low not in {"van", "von", "de", "al", "el", "bin", "abu", "di", "da"}
    ):
        return False
    place = number
    while place + 1 < len(reading.tokens) and place - number < 3 and reading.gap(place) in {" ", "-", "'", "’"}:
        place += 1
        after = reading.tokens[place]
        if after.low in PARTICLES and after.text.islower():
            continue
        if after.shouted or (token.text[0].isupper() != after.capital and token.text[0].isupper()):
            return after.is_any(NAME) or (started and not after.kind and trust is not Trust.NONE)
        if token.text.islower() and not after.capital:
            return token.low not in {"y", "e", "i", "o"} and after.is_any(LISTED) and not after.is_any(Kind.ORDINARY)
        return (
            after.capital
            and len(after.text) > 1
            and not _another_word(after, first=False)
            and (started or token.low not in {"i", "e", "y"})
        )
    return False


def can_be_part(reading: Reading, number: int, trust: Trust, *, first: bool) -> bool:
    """Whether token `number` can be a part of a name, the first one or a further one."""
    token = reading.tokens[number]
    if _is_out_of_question(reading, number, trust, first=first):
        return False
    if token.initial:
        return _is_initial(reading, number, trust)
    if not first and _ends_a_name(reading, number, trust):
        return True
    if not first and not token.capital and reading.tokens[number - 1].capital:
        return False
    if token.shouted or not token.capital:
        return _without_capitals(reading, number, trust, first=first)
    return _with_capital(reading, number, trust, first=first)


def _is_out_of_question(reading: Reading, number: int, trust: Trust, *, first: bool) -> bool:
    token, sure = reading.tokens[number], trust is Trust.TITLE
    if number in reading.spoken_for or (number in reading.eponyms and not sure):
        return True
    degree = token.low in CREDENTIALS and (token.upper or not first)
    if degree and not (token.is_any(LISTED) and token.text.istitle()):
        return True
    return not token.initial and (len(token.text) < 2 or not _is_sayable(token) or (token.mixed and not sure))


def _with_capital(reading: Reading, number: int, trust: Trust, *, first: bool) -> bool:
    """Words with a capital where capitals tell something."""
    token, sure = reading.tokens[number], trust is Trust.TITLE
    if token.upper and not (_surname_in_capitals(token) if not first else sure or _surely_a_name(token)):
        return False
    if sure:
        return not _another_word(token, first=False)
    if (first and _is_country(reading, number)) or (reading.nouns_have_capitals and not token.is_any(NAME)):
        return False
    if first and token.first and token.is_any(Kind.ORDINARY) and _name_follows(reading, number):
        return True
    return not _another_word(token, first=first)


def _surely_a_name(token: Token) -> bool:
    return token.is_any(LISTED) and len(token.text) > 4 and not token.is_any(Kind.ORDINARY)


def _name_follows(reading: Reading, number: int) -> bool:
    """Whether 'May' or 'Park' at the head of a sentence is a name since 'Summers' or 'Seo-yeon' follows."""
    if reading.gap(number) != " " or not reading.tokens[number].is_any(LISTED):
        return False
    after = reading.tokens[number + 1]
    if not after.capital or after.upper or number + 1 in reading.eponyms:
        return False
    given = reading.tokens[number].is_any(Kind.GIVEN) and reading.tokens[number].low not in _OFTEN_FIRST
    return after.is_any(NAME) or (given and not after.kind and after.text.istitle())


def _ends_a_name(reading: Reading, number: int, trust: Trust) -> bool:
    """Whether an ordinary word is a surname since a plain given name stands before it: 'Annika Dobes', 'Sven Cant'."""
    token, before = reading.tokens[number], reading.tokens[number - 1]
    if token.shouted or not (token.text.istitle() and before.text.istitle()) or len(token.text) < 3:
        return False
    if not token.kind & (Kind.ORDINARY | Kind.LIKE_A_WORD) or token.low in FUNCTION_WORDS or token.low in HEADS:
        return False
    plain = not before.kind & (Kind.ORDINARY | Kind.EPONYM | Kind.MEDICAL)
    told = trust is Trust.TITLE and token.kind & Kind.LIKE_A_WORD
    if not plain or not (before.kind & Kind.GIVEN or told):
        return False
    after = reading.tokens[number + 1] if number + 1 < len(reading.tokens) else None
    return after is None or reading.gap(number) != " " or not after.capital


def _is_country(reading: Reading, number: int) -> bool:
    token = reading.tokens[number]
    return (token.is_any(Kind.COUNTRY) and not token.is_any(Kind.GIVEN)) or bool(
        reading.phrase(number, COUNTRIES.get(token.low, ())) > 1
    )


def _is_initial(reading: Reading, number: int, trust: Trust) -> bool:
    if is_letter_title(reading, number):
        return False
    after = reading.tokens[number + 1] if number + 1 < len(reading.tokens) else None
    gap = reading.gap(number)
    if gap not in {". ", " ", ".", ".-"}:
        return (
            trust is not Trust.NONE
            and number > 0
            and reading.tokens[number - 1].capital
            and not reading.tokens[number - 1].initial
        )
    return bool(after and after.capital)


def is_letter_title(reading: Reading, number: int) -> bool:
    """Whether a letter is short for Monsieur or Don: 'M. Dupont', 'D. Gertrudes'."""
    letter = _LETTER_TITLES.get(reading.language)
    token = reading.tokens[number]
    before = reading.tokens[number - 1].low if number else ""
    return (
        token.low == letter
        and token.text.isupper()
        and reading.gap(number) in {". ", ".\u00a0"}
        and before not in LETTERED
    )


def _is_sayable(token: Token) -> bool:
    return (
        not token.low.isascii()
        or token.low in _SHORTENED
        or any(letter in "aeiouy" for letter in token.low)
        or (len(token.low) < 4 and token.is_any(LISTED))
    )


def _surname_in_capitals(token: Token) -> bool:
    """Whether an all-capitals word after 'John' or 'Mr' is his surname: it's known, or long and pronounceable."""
    if token.is_any(Kind.MEDICAL) or (token.is_any(Kind.ORDINARY) and not token.is_any(LISTED)):
        return False
    return token.is_any(NAME) or len(token.text) > 5


def _without_capitals(reading: Reading, number: int, trust: Trust, *, first: bool) -> bool:
    """Lower-case words, and words of a shouted line, where capitals say nothing."""
    token = reading.tokens[number]
    other = token.is_any(Kind.ORDINARY | Kind.MEDICAL | Kind.EPONYM | Kind.COUNTRY)
    if reading.nouns_have_capitals and trust is not Trust.TITLE and not token.is_any(LISTED):
        return False
    if token.is_any(LISTED) and not other and len(token.text) > 2:
        return trust is not Trust.NONE or token.shouted or not first or len(token.text) > 3
    if trust is Trust.TITLE and first:
        listed = token.is_any(LISTED) and token.low not in FUNCTION_WORDS
        return not token.is_any(Kind.ORDINARY | Kind.MEDICAL) or listed
    if trust is Trust.TITLE and token.shouted:
        return not (other or token.is_any(Kind.LIKE_A_WORD)) or (
            token.is_any(LISTED) and not token.is_any(Kind.ORDINARY)
        )
    return (
        token.shouted
        and trust is Trust.CUE
        and not other
        and (first or not reading.tokens[number - 1].is_any(Kind.ORDINARY))
        and not token.is_any(Kind.MEDICAL | Kind.LIKE_A_WORD)
        and len(token.text) > 3
    )


def _another_word(token: Token, *, first: bool) -> bool:
    """Whether a capitalised word is plainly no part of a name."""
    if token.is_any(Kind.MEDICAL):
        return not token.is_any(LISTED)
    if token.is_any(Kind.LIKE_A_WORD) and not token.is_any(Kind.MEDICAL):
        return first
    if token.is_any(Kind.ORDINARY):
        return not token.is_any(LISTED) or (first and token.first and token.low in _OFTEN_FIRST)
    return first and token.is_any(Kind.EPONYM) and not token.is_any(LISTED)


def is_eponym(reading: Reading, run: Run) -> bool:
    """Whether the noun after a run makes it an eponym: 'Murphy's sign', 'Glasgow Coma Scale'."""
    for step in range(3):
        place = run.last + step
        if place >= len(reading.tokens) or reading.gap(place - 1).strip(" -–/'’s") != "":
            return False
        token = reading.tokens[place]
        if token.low in HEADS:
            return True
        if not (token.capital or token.low in {"coma", "type", "and", "grade", "like", "disability", "pain"}):
            return False
    return False
