"""Find names by what stands before them: a title, a relation, a field's name, the end of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.deid import name_cues as cues
from app.deid.lexicon import LISTED, NAME, TOWN_WORDS, Kind
from app.deid.loose import loose, stretches
from app.deid.name_cues import Bearer
from app.deid.name_runs import CREDENTIALS, FUNCTION_WORDS, Run, Trust, is_eponym, is_letter_title, run_from
from app.deid.named import Named, name_of
from app.deid.reading import Reading, Token
from app.deid.wordlists import group

_FIELDS = (
    (cues.PATIENT_FIELD, Bearer.PATIENT),
    (cues.CLINICIAN_FIELD, Bearer.CLINICIAN),
    (cues.RELATIVE_FIELD, Bearer.RELATIVE),
)
_FIELD_SIGN = re.compile(r"[:|\t]|\s[-–]\s")
_FIELD_REACH = 70
"""How far the name of a field begins before the sign that ends it, in characters."""
_CUES = (
    (cues.GREETING, Bearer.UNKNOWN),
    (cues.CALLED, Bearer.PATIENT),
    (cues.RELATIVE_CUE, Bearer.RELATIVE),
    (cues.PATIENT_CUE, Bearer.PATIENT),
    (cues.CLINICIAN_CUE, Bearer.CLINICIAN),
    (cues.CLINICIAN_BY, Bearer.CLINICIAN),
    (cues.SEEN, Bearer.PATIENT),
)
_AFTER_TITLES = group("after_titles")
_PEOPLES = ("ish", "ian", "ese", "can", "ean", "ic", "ist", "itis", "osis", "emia")
"""How the words for peoples, professions and illnesses end."""
_INITIALS = re.compile(r"\b[Ii]nitials?(?:\sare)?\s?[:=]?\s(?P<name>(?:[A-Z]\.?\s?){2,4}(?![a-z]))")
_I_AM = re.compile(r"(?:^|(?<=[\s\"“]))I,\s+(?=[A-Z])")
_COMMA_NAME = re.compile(r",\s+(?=[^\W\d_])")
_AND = loose(r"(?:,\s+(?:and\s+|&\s+)?|\s+(?:and|&|/|y|et|e|und|with)\s+|\s?[/;]\s?)(?=[^\W\d_])")


def _is_title(token: Token) -> bool:
    return (
        token.low in cues.TITLES
        or token.low in cues.CLINICIAN_TITLES
        or token.text == "dent"  # Mr Dent is somebody
        or token.low in {"med", "hc", "univ", "habil", "ing", "phil", "ra", "ssa"}
    )


def _can_title(title: Token, after: Token) -> bool:
    if title.upper and not title.shouted and not after.capital:
        return False
    if title.low in cues.CAPITAL_ONLY and not (title.shouted and (after.is_any(NAME) or not after.kind)):
        return title.capital and after.capital and not title.shouted and not (title.upper and len(title.text) < 4)
    return True


def after_titles(reading: Reading) -> Iterator[Named]:
    tokens = reading.tokens
    for number, token in enumerate(tokens):
        clinician = token.low in cues.CLINICIAN_TITLES
        if number in reading.spoken_for or not (
            clinician or token.low in cues.TITLES or is_letter_title(reading, number)
        ):
            continue
        place = number
        while (
            place - number < 5
            and reading.gap(place) in {" ", ". ", ".", "\u00a0", ".\u00a0", "  "}
            and place + 1 < len(tokens)
            and _is_title(tokens[place + 1])
        ):
            place += 1
        if reading.gap(place) not in {" ", ". ", ".", "\u00a0", ".\u00a0", "  "} or not _can_title(
            token, reading.tokens[place + 1]
        ):
            continue
        trust = Trust.CUE if token.low in cues.CAPITAL_ONLY else Trust.TITLE
        run = run_from(reading, place + 1, trust) or _odd_surname(reading, place + 1, token)
        if run and not (trust is Trust.CUE and is_eponym(reading, run)):
            bearer = Bearer.CLINICIAN if clinician else Bearer.UNKNOWN
            yield name_of(reading, run, bearer)
            yield from _further(reading, run, bearer, several=token.low in {"drs", "messrs", "doctors"})


def _odd_surname(reading: Reading, number: int, title: Token) -> Run:
    """Take a capitalised ordinary word after Mr or Dr for a surname: 'Dr Down', 'Mrs Toogood'."""
    token = reading.tokens[number]
    plain = (
        title.low in {"mr", "mrs", "ms", "dr"} and token.text.istitle() and not token.shouted and len(token.text) > 2
    )
    after = reading.tokens[number + 1] if number + 1 < len(reading.tokens) else None
    alone = after is None or reading.gap(number) != " " or not after.text.istitle()
    odd = (
        plain
        and alone
        and number not in reading.spoken_for
        and number not in reading.eponyms
        and token.low not in _AFTER_TITLES
    )
    return Run(number, number + (1 if odd else 0))


def _further(reading: Reading, run: Run, bearer: Bearer, *, several: bool) -> Iterator[Named]:
    """Names listed after a name with a cue: 'Drs Adeyemi and Novak', 'cc: Smith, Jones'."""
    for _ in range(4):
        link = _AND.match(reading.low, reading.tokens[run.last - 1].end)
        if not link or (";" in link.group() and not several):
            return
        number = reading.at(link.end())
        nxt = run_from(reading, number, Trust.CUE)
        if not nxt or is_eponym(reading, nxt):
            return
        if not several and not _goes_on_listing(reading.tokens[number], link.group()):
            return
        yield name_of(reading, nxt, bearer)
        run = nxt


def _goes_on_listing(token: Token, link: str) -> bool:
    """Whether a word after 'Jessica Brown and' is another person: a name, or a capitalised word nobody knows."""
    if token.is_any(Kind.ORDINARY) or (token.is_any(Kind.EPONYM) and not token.is_any(Kind.GIVEN)):
        return False
    unknown = not token.kind and token.text.istitle() and not token.shouted
    return token.is_any(NAME) or (unknown and link.strip().isalpha())


def after_cues(reading: Reading) -> Iterator[Named]:
    for shape, bearer in _CUES:
        for match in shape.finditer(reading.low):
            yield from _at(reading, match.end(), Trust.CUE, bearer)
    signs = (match.span() for match in _FIELD_SIGN.finditer(reading.low))
    for start, end in stretches(signs, _FIELD_REACH, 4):
        for shape, bearer in _FIELDS:
            for match in shape.finditer(reading.low, start, end):
                yield from _at(reading, match.end(), Trust.TITLE, bearer)
    for match in _INITIALS.finditer(reading.text):
        number = reading.at(match.start("name"))
        last = reading.at(match.end("name") - 1) + 1
        run = Run(number, max(last, number + 1))
        yield Named(match.start("name"), match.end("name"), run, Bearer.UNKNOWN, cued=False)
    for match in _I_AM.finditer(reading.text):
        yield from _at(reading, match.end(), Trust.CUE, Bearer.UNKNOWN)


def _at(reading: Reading, place: int, trust: Trust, bearer: Bearer) -> Iterator[Named]:
    number = reading.at(place)
    tokens = reading.tokens
    if (
        number >= len(tokens)
        or tokens[number].start - place > (2 if trust is Trust.TITLE else 0)
        or (_is_title(tokens[number]) and tokens[number].low not in {"don", "father", "sister"})
    ):
        return
    if tokens[number].start > place and "[" in reading.text[place : tokens[number].start]:
        return
    run = run_from(reading, number, trust)
    if not run and bearer is Bearer.RELATIVE:
        run = _odd_given(reading, number)
    if not run or (trust is Trust.CUE and not _is_fit(reading, run)):
        return
    given = _comma_form(reading, run) if trust is Trust.TITLE or tokens[number].upper else None
    if given:
        run = Run(run.first, given.last)
    yield name_of(reading, run, bearer)
    yield from _further(reading, run, bearer, several=trust is Trust.TITLE and bearer is Bearer.CLINICIAN)


def _odd_given(reading: Reading, number: int) -> Run:
    """Take a capitalised ordinary word after 'his wife' for a name: 'his wife Aura is worried'."""
    token = reading.tokens[number]
    after = reading.tokens[number + 1] if number + 1 < len(reading.tokens) else None
    plain = token.text.istitle() and not token.first and not token.shouted and len(token.text) > 3
    alone = after is None or not after.capital or reading.gap(number) != " "
    ordinary = token.is_any(Kind.ORDINARY) and not token.is_any(Kind.MEDICAL | Kind.EPONYM | Kind.COUNTRY)
    free = number not in reading.spoken_for and not reading.nouns_have_capitals
    odd = plain and alone and ordinary and free and token.low not in FUNCTION_WORDS
    return Run(number, number + (1 if odd and not token.low.endswith(_PEOPLES) else 0))


def _is_fit(reading: Reading, run: Run) -> bool:
    """Whether a run after a weak cue is a name and no eponym, town or heading."""
    token = reading.tokens[run.first]
    if is_eponym(reading, run):
        return False
    if run.last - run.first == 1:
        if token.is_any(Kind.EPONYM) and (
            token.possessive
            or (not token.is_any(Kind.GIVEN) and token.low in {"down", "crohn", "graves", "still", "marfan", "hodgkin"})
        ):
            return False
        if token.low in TOWN_WORDS and not token.is_any(LISTED):
            return False
    before = reading.tokens[run.first - 1] if run.first else None
    return not (before and before.capital and before.low == "child" and token.low == "pugh")


def _comma_form(reading: Reading, run: Run) -> Run | None:
    """Return the given name of 'SMITH, John', if one follows."""
    comma = _COMMA_NAME.match(reading.text, reading.tokens[run.last - 1].end)
    if not comma or run.last - run.first > 3:
        return None
    number = reading.at(comma.end())
    token = reading.tokens[number]
    given = run_from(reading, number, Trust.CUE)
    upper = reading.tokens[run.first].upper and not token.upper
    upper = upper or (token.shouted and not token.kind)
    if given and not _is_title(token) and token.low not in CREDENTIALS and (token.is_any(Kind.GIVEN) or upper):
        return given
    return None


def signatures(reading: Reading) -> Iterator[Named]:
    tokens = reading.tokens
    for match in cues.CLOSING.finditer(reading.low):
        number = reading.at(match.end())
        if number >= len(tokens) or tokens[number].start != match.end() or _is_title(tokens[number]):
            continue
        run = run_from(reading, number, Trust.CUE)
        if run and re.match(
            r"\.?\s*(?:[,\n(/|-]|$|[A-Z]{2})", reading.text[tokens[run.last - 1].end : tokens[run.last - 1].end + 4]
        ):
            yield name_of(reading, run, Bearer.CLINICIAN)
    for number, token in enumerate(tokens):
        if (
            token.upper
            and token.first
            and len(token.text) > 2
            and token.is_any(NAME)
            and not token.is_any(Kind.ORDINARY | Kind.MEDICAL)
        ):
            given = _comma_form(reading, Run(number, number + 1))
            if given:
                yield name_of(reading, Run(number, given.last), Bearer.PATIENT)
