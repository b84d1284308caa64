"""Find the names of people: by a cue beside them, by what follows them, or because the lists know them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.deid import name_cues as cues
from app.deid.intervals import Taken
from app.deid.lexicon import LISTED, NAME, TOWN_WORDS, Kind
from app.deid.loose import loose
from app.deid.name_cues import Bearer
from app.deid.name_runs import CREDENTIALS, FUNCTION_WORDS, PARTICLES, Run, Trust, is_eponym, run_from
from app.deid.reading import Reading, Token
from app.deid.wordlists import group


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: its place in characters and words, whose it is, and whether a cue says so."""

    start: int
    end: int
    run: Run
    bearer: Bearer
    cued: bool


_CUES = (
    (cues.PATIENT_FIELD, Trust.TITLE, Bearer.PATIENT),
    (cues.CLINICIAN_FIELD, Trust.TITLE, Bearer.CLINICIAN),
    (cues.RELATIVE_FIELD, Trust.TITLE, Bearer.RELATIVE),
    (cues.GREETING, Trust.CUE, Bearer.UNKNOWN),
    (cues.CALLED, Trust.CUE, Bearer.PATIENT),
    (cues.RELATIVE_CUE, Trust.CUE, Bearer.RELATIVE),
    (cues.PATIENT_CUE, Trust.CUE, Bearer.PATIENT),
    (cues.CLINICIAN_CUE, Trust.CUE, Bearer.CLINICIAN),
    (cues.CLINICIAN_BY, Trust.CUE, Bearer.CLINICIAN),
    (cues.SEEN, Trust.CUE, Bearer.PATIENT),
)
_AFTER_TITLES = group("after_titles")
_PEOPLES = ("ish", "ian", "ese", "can", "ean", "ic", "ist", "itis", "osis", "emia")
"""How the words for peoples, professions and illnesses end."""
_LETTER_TITLES = {"fr": "m", "es": "d", "pt": "d"}
_INITIALS = re.compile(r"\b[Ii]nitials?(?:\sare)?\s?[:=]?\s(?P<name>(?:[A-Z]\.?\s?){2,4}(?![a-z]))")
_I_AM = re.compile(r"(?:^|(?<=[\s\"“]))I,\s+(?=[A-Z])")
_OTHER = Kind.ORDINARY | Kind.MEDICAL | Kind.EPONYM | Kind.COUNTRY | Kind.LIKE_A_WORD
_LETTERED = group("lettered")
_POSSESSED = loose(
    r"['’]s?\s+(?:(?:own|late|elderly|eldest|youngest|older|younger|former|new|usual|named|current|"
    rf"previous|past|main|next|medical|presenting|first|last)\s+)?(?:{cues.RELATIVES}|gp|consultant|"
    r"symptoms?|condition|case|history|family|presentation|"
    r"birthday|name|notes|records?|house|home|carers?|care|blood|results?|symptoms|mobility|mood|pain|"
    r"appetite|weight|school|teacher|employer|job|death|birth|request|concerns?|wishes|behalf|care|bed|"
    r"treatment|medication|surgery|operation|biopsy|scan|visit|recovery|"
    r"story|age|baby|children|life|health|test|progress|admission|discharge|diagnosis|care\s+plan|boss|"
    r"colleagues?|dog|cat|skin|chest|head|knee|leg|arm|heart|eyes?)\b"
)
_COMMA_NAME = re.compile(r",\s+(?=[^\W\d_])")
_AND = loose(r"(?:,\s+(?:and\s+|&\s+)?|\s+(?:and|&|/|y|et|e|und|with)\s+|\s?[/;]\s?)(?=[^\W\d_])")


def named(reading: Reading) -> list[Named]:
    """Return the names of a text in its order, the longest where they overlap."""
    found = [
        *_after_titles(reading),
        *_after_cues(reading),
        *_signatures(reading),
        *_before_cues(reading),
        *_listed(reading),
    ]
    found.sort(key=lambda each: (not each.cued, each.start - each.end))
    kept: list[Named] = []
    taken = Taken()
    for each in found:
        if taken.is_free(each.start, each.end):
            taken.add(each.start, each.end)
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


def _name(reading: Reading, run: Run, bearer: Bearer, *, cued: bool = True) -> Named:
    tokens = reading.tokens
    end = tokens[run.last - 1].end
    if tokens[run.last - 1].initial and reading.text.startswith(".", end):
        end += 1
    return Named(tokens[run.first].start, end, run, bearer, cued)


def _after_titles(reading: Reading) -> Iterator[Named]:
    tokens = reading.tokens
    for number, token in enumerate(tokens):
        clinician = token.low in cues.CLINICIAN_TITLES
        if number in reading.spoken_for or not (
            clinician or token.low in cues.TITLES or _is_letter_title(reading, number)
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
            yield _name(reading, run, bearer)
            yield from _further(reading, run, bearer, several=token.low in {"drs", "messrs", "doctors"})


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


def _is_letter_title(reading: Reading, number: int) -> bool:
    """Whether a letter is short for Monsieur or Don: 'M. Dupont', 'D. Gertrudes'."""
    letter = _LETTER_TITLES.get(reading.language)
    token = reading.tokens[number]
    before = reading.tokens[number - 1].low if number else ""
    return (
        token.low == letter
        and token.text.isupper()
        and reading.gap(number) in {". ", ".\u00a0"}
        and before not in _LETTERED | {"vitamine", "vitamina", "hépatite"}
    )


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


def _further(reading: Reading, run: Run, bearer: Bearer, *, several: bool) -> Iterator[Named]:
    """Names listed after a name with a cue: 'Drs Adeyemi and Novak', 'cc: Smith, Jones'."""
    for _ in range(4):
        link = _AND.match(reading.low, reading.tokens[run.last - 1].end)
        if not link:
            return
        number = reading.at(link.end())
        nxt = run_from(reading, number, Trust.CUE)
        if not nxt or not (several or reading.tokens[number].is_any(NAME)) or is_eponym(reading, nxt):
            return
        if not several and reading.tokens[number].is_any(Kind.ORDINARY | Kind.EPONYM):
            return
        yield _name(reading, nxt, bearer)
        run = nxt


def _after_cues(reading: Reading) -> Iterator[Named]:
    for shape, trust, bearer in _CUES:
        for match in shape.finditer(reading.low):
            yield from _at(reading, match.end(), trust, bearer)
    for match in _INITIALS.finditer(reading.text):
        number = reading.at(match.start("name"))
        last = reading.at(match.end("name") - 1) + 1
        yield Named(match.start("name"), match.end("name"), Run(number, max(last, number + 1)), Bearer.UNKNOWN, False)
    for match in _I_AM.finditer(reading.text):
        yield from _at(reading, match.end(), Trust.CUE, Bearer.UNKNOWN)


def _at(reading: Reading, place: int, trust: Trust, bearer: Bearer) -> Iterator[Named]:
    number = reading.at(place)
    tokens = reading.tokens
    if (
        number >= len(tokens)
        or tokens[number].start - place > (2 if trust is Trust.TITLE else 0)
        or _is_title(tokens[number])
        and tokens[number].low not in {"don", "father", "sister"}
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
    yield _name(reading, run, bearer)
    yield from _further(reading, run, bearer, several=trust is Trust.TITLE and bearer is Bearer.CLINICIAN)


def _is_fit(reading: Reading, run: Run) -> bool:
    """Whether a run after a weak cue is a name and no eponym, town or heading."""
    token = reading.tokens[run.first]
    if is_eponym(reading, run):
        return False
    if run.last - run.first == 1:
        if token.is_any(Kind.EPONYM) and (
            token.possessive
            or not token.is_any(Kind.GIVEN)
            and token.low in {"down", "crohn", "graves", "still", "marfan", "hodgkin"}
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
    upper = upper or token.shouted and not token.kind
    if given and not _is_title(token) and token.low not in CREDENTIALS and (token.is_any(Kind.GIVEN) or upper):
        return given
    return None


def _signatures(reading: Reading) -> Iterator[Named]:
    tokens = reading.tokens
    for match in cues.CLOSING.finditer(reading.low):
        number = reading.at(match.end())
        if number >= len(tokens) or tokens[number].start != match.end() or _is_title(tokens[number]):
            continue
        run = run_from(reading, number, Trust.CUE)
        if run and re.match(
            r"\.?\s*(?:[,\n(/|-]|$|[A-Z]{2})", reading.text[tokens[run.last - 1].end : tokens[run.last - 1].end + 4]
        ):
            yield _name(reading, run, Bearer.CLINICIAN)
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
                yield _name(reading, Run(number, given.last), Bearer.PATIENT)


def _before_cues(reading: Reading) -> Iterator[Named]:
    number = 0
    while number < len(reading.tokens):
        token = reading.tokens[number]
        starts = (token.capital or token.low in {"van", "von", "de", "el", "al"}) and not token.shouted
        worth = (
            starts
            and (not token.kind & Kind.ORDINARY or token.kind & NAME)
            or token.shouted
            and not token.kind & _OTHER
        )
        run = run_from(reading, number, Trust.CUE) if worth else None
        if run and (
            _is_subject(reading, run)
            if starts
            else cues.SURELY_AFTER.match(reading.low, reading.tokens[run.last - 1].end)
        ):
            yield _name(reading, run, Bearer.PATIENT)
        number = max(run.last if run else 0, number + 1)


def _is_subject(reading: Reading, run: Run) -> bool:
    tokens = reading.tokens[run.first : run.last]
    end = tokens[-1].end
    if is_eponym(reading, run) or tokens[-1].possessive and len(tokens) == 1 and tokens[0].is_any(Kind.EPONYM):
        return False
    if len(tokens) == 1 and tokens[0].is_any(Kind.EPONYM) and not tokens[0].is_any(Kind.GIVEN):
        return bool(cues.HUMAN_AFTER.match(reading.low, end))
    if len(tokens) == 1 and (
        tokens[0].low in TOWN_WORDS
        or len(tokens[0].text) < 3
        or tokens[0].is_any(Kind.ORDINARY)
        and (tokens[0].first or not tokens[0].possessive)
    ):
        return False
    if all(token.is_any(Kind.ORDINARY) for token in tokens) and tokens[0].first:
        return False
    if tokens[-1].possessive:
        return bool(_POSSESSED.match(reading.low, end))
    if len(tokens) == 1 and tokens[0].first and not tokens[0].is_any(LISTED):
        return bool(cues.HUMAN_AFTER.match(reading.low, end) or cues.SURELY_AFTER.match(reading.low, end))
    if reading.text.startswith(".", end) and tokens[-1].initial:
        end += 1
    return bool(cues.AFTER.match(reading.low, end))


def _listed(reading: Reading) -> Iterator[Named]:
    tokens = reading.tokens
    number = 0
    while number < len(tokens):
        run = run_from(reading, number, Trust.NONE) if _may_begin(tokens, number) else None
        if run and is_known(reading, run):
            yield _name(reading, run, Bearer.UNKNOWN, cued=run.last - run.first > 1)
            number = run.last
        else:
            number += 1


def _may_begin(tokens: list[Token], number: int) -> bool:
    """Tell quickly what can't begin a name without a cue: nearly every word of a note."""
    token = tokens[number]
    if token.initial:
        return True
    if token.kind & NAME:
        return token.capital or not token.kind & Kind.ORDINARY
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    if not token.capital or token.kind & (Kind.ORDINARY | Kind.MEDICAL) or after is None:
        return False
    return bool(after.kind & NAME) or after.capital and not (token.kind or after.kind)


def is_known(reading: Reading, run: Run) -> bool:
    """Whether a run without any cue is a name as far as the lists know."""
    tokens = [
        token for token in reading.tokens[run.first : run.last] if token.low not in PARTICLES or token.is_any(NAME)
    ]
    words = [token for token in tokens if not token.initial]
    if not words or is_eponym(reading, run):
        return False
    if (
        len(words) > 1
        and not words[0].shouted
        and all(token.text.istitle() and not token.kind & ~Kind.LIKE_A_SURNAME for token in words)
    ):
        return _stands_out(reading, run)
    sure = [
        token
        for token in words
        if token.is_any(LISTED) and not token.is_any(Kind.ORDINARY | Kind.EPONYM | Kind.MEDICAL)
    ]
    if len(words) == 1:
        return _one_word(reading, run, words[0], sure=bool(sure), initials=len(tokens) - 1)
    given = any(token.is_any(Kind.GIVEN) for token in words)
    if words[0].text.islower() or words[0].shouted:
        return given and all(token.is_any(LISTED) for token in words) and len(sure) > 1
    if sure:
        odd = not words[0].kind or any(token.is_any(Kind.LIKE_A_SURNAME) for token in words)
        return given or len(sure) > 1 or not words[0].first or odd
    likely = any(token.is_any(Kind.LIKE_A_SURNAME) for token in words)
    return given and not words[0].first and (likely or all(token.is_any(LISTED) for token in words))


def _stands_out(reading: Reading, run: Run) -> bool:
    """Whether two capitalised words that nobody knows stand among words in small letters: nothing but a name does."""
    tokens = reading.tokens
    after = tokens[run.last] if run.last < len(tokens) and "\n" not in reading.gap(run.last - 1) else None
    before = tokens[run.first - 1] if run.first and "\n" not in reading.gap(run.first - 1) else None
    if reading.nouns_have_capitals or any(len(token.text) < 3 for token in tokens[run.first : run.last]):
        return False
    if after is not None and after.capital and not after.first and not after.upper and reading.gap(run.last - 1) == " ":
        return False
    in_text = before is not None and (before.text.islower() or tokens[run.first].first)
    return in_text or after is not None and after.text.islower() and not tokens[run.first].first


def _one_word(reading: Reading, run: Run, token: Token, *, sure: bool, initials: int) -> bool:
    before = reading.tokens[run.first - 1] if run.first else None
    if initials and reading.tokens[run.first].initial:
        return (
            token.is_any(NAME)
            and not (before and before.low in _LETTERED)
            and (sure or reading.gap(run.first)[:1] == ".")
        )
    if sure and token.text.islower() and token.shouted and token.is_any(Kind.GIVEN) and len(token.text) > 3:
        return token.low not in TOWN_WORDS and not is_eponym(reading, run)
    if not sure or not token.capital or token.shouted or token.upper or len(token.text) < 3:
        return False
    if before and (before.low in {"in", "from", "at", "near", "to", "of"} and token.low in TOWN_WORDS):
        return False
    if token.is_any(Kind.GIVEN):
        return True
    return len(token.text) > 4 and not token.first and token.low not in TOWN_WORDS
