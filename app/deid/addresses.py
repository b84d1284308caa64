"""Find postal addresses: street lines with what follows them, post office boxes, postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.deid.lexicon import TOWNS, Kind, kind_of
from app.deid.loose import Written, loose
from app.deid.rules import Label, Span
from app.deid.streets import CAPITALISED as _CAP
from app.deid.streets import street_lines
from app.deid.wordlists import folded, group

_UK = r"(?:GIR\s?0AA|(?:[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPS-UW\d]?|[A-PR-UWYZ]\d[A-HJKPS-UW\d]?)\s?\d[ABD-HJLNP-UW-Z]{2})"
_CANADA = r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]\d[ABCEGHJ-NPRSTV-Z]\d"
_POSTCODE = re.compile(rf"(?<![\w.-])(?:{_UK}(?!\s?(?:HR|hr))|{_CANADA})(?![\w-])")
_WORD = r"(?:(?:St|Ste|Mt)\.\s)?[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]{0,30}(?:['’-][^\W\d_]{1,30}){0,4}"
_STATES = (
    r"(?:AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|"
    r"NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|"
    r"NSW|VIC|QLD|ACT|TAS|ON|BC|AB|QC|MB|SK|SP|RJ|MG|RS|PR|BA|CE|PE)"
)
_TOWN_STATE_ZIP = re.compile(
    rf"(?:{_WORD}(?:\s{_WORD}){{0,2}},?\s+)?{_STATES},?\s+\d{{5}}(?:-\d{{4}})?(?!\w)|"
    rf"(?:{_WORD}(?:\s{_WORD}){{0,2}},?\s+)(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT)\s+\d{{4}}(?!\w)"
)
_STATE = re.compile(r",\s[A-Z]{2,3}\b")
_TOWN_AFTER = re.compile(r"\d{3}[\dA-Z\s]{0,6}\s[A-Z]")
_STATE_ZIP = re.compile(r"[A-Z]{2},?\s+\d{4}")
_TOWN_STATE = re.compile(rf"\b(?P<town>{_CAP}(?:\s{_CAP}){{0,2}}),\s(?:{_STATES})\b(?!\s?[,.]?\s?(?:PhD|FACS|MPH))")
_DEGREES = group("states_that_are_degrees")
_CODE_TOWN = re.compile(
    rf"(?<![\w.,/-])(?:[A-Z]{{1,2}}-)?(?P<code>\d{{5}}|\d{{4}}-\d{{3}}|\d{{5}}-\d{{3}}|\d{{3}}\s?\d{{2}}|"
    rf"\d{{4}}(?:\s[A-Z]{{2}})?)\s+(?P<town>{_WORD}(?:[\s-](?:{_WORD}|de|do|da|la|le|sur|am|an|der|"
    rf"del)){{0,3}})"
)
_CODE_CUE = loose(
    r"\b(?:zip(?:\s?code)?|post\s?code|postal\s+code|pin\s?code|code\s+postal|c[oó]digo\s+postal|"
    r"c\.?p\.?|cep|plz|cap|eircode)\b\.?[\s:]{1,3}(?:(?:is|of)\s)?(?P<code>\d{5}-\d{3,4}|\d{4}-\d{3}|"
    r"[A-Z]\d[\dWA-Z]\s?[\dA-Z]{3,4}|[A-Z]{1,2}\d[A-Z\d]?(?:\s?\d[A-Z]{2})?|\d{3}\s?\d{3}|\d{4,6})(?!\w)"
)
_LEADING = re.compile(
    r"(?:^|[\n:;(]\s?|\b(?:of|at|in|to|from|is)\s)(?P<parts>(?:(?:[A-Z][\w'’.-]{0,24}|"
    r"\d{1,5}[A-Za-z]?)(?:\s(?:[A-Z][\w'’.-]{0,24}|\d{1,5}[A-Za-z]?)){0,3},\s){1,4})$"
)
"""What stands before a postcode, part by part, back to a small word or a sign."""
_TOWN_BEFORE = re.compile(r"\b(?P<town>[A-Z][a-z'’-]{2,20}(?:[ -][A-Za-z][a-z]{1,15}){0,2}),?\s$")
_BRAZIL = re.compile(r"(?<![\w.,/-])\d{5}-\d{3}(?![\w-])")
_CUE = loose(
    r"(?:\b(?:home|postal|current|permanent|residential|patient|mailing)?\s?address(?:es)?(?:\s+is)?|"
    r"\badresse(?:\s+postale)?|\bdirecci[oó]n|\bdomicilio|\bmorada|\bendere[çc]o|\banschrift|\bindirizzo|"
    r"\badres|\balamat)\s{0,2}(?::|\bis\b|\|)\s{0,3}(?P<all>[^\n;|]{5,120})"
)
_LIVES_AT = loose(
    r"\b(?:liv(?:es|ed|ing)|resid(?:es|ed|ing)|resident|domiciled|stay(?:s|ing)|home\s+is|address\s+is|"
    r"now|demeurant|demeure|domicilié?e?s?|con\s+domicilio|domiciliad[oa]|residente|wohnhaft)(?:\s+alone|"
    r"\s+with\s+\w+\s+\w+)?\s*(?::|(?:at|au|en|in|em|na|no|"
    r"a)\s+)\s*(?P<all>(?=[^\n;]{0,60}\d)[^\n;]{6,110})"
)
_LIVES_END = re.compile(
    r"\.\s+(?=[A-Z][\w’']*\s[a-z(]|[A-Z]{2,}\b|[A-Z]\w+:)|\.\s*$|\s(?:with|and|since|where|who|because|"
    r"but|for|in\s+(?:19|20)\d\d)\s|,\s(?:and|with|who|but|where|he|she)\s|\.\s+[A-Z]\w+,?\s(?=[A-Z])"
    r"|,\s(?!(?:rue|avenue|av|boulevard|bd|chemin|place|ap[pt]?t?o?|flat|floor|unit|suite|piso|puerta|"
    r"calle|bât|lote|bloco|casa|n[oº°]?)\b)(?=[a-zà-ÿ])"
)
_CUE_END = loose(
    r"\.\s+[a-z]|\.\s*$|,?\s*\b(?:tel|phone|mobile|t[eé]l|tlf|telefon[eo]?|dob|d\.o\.b|nhs|mrn|email|"
    r"e-mail|occupation|gp|sex|age|who|with|and\s+(?:can|is|was|lives)|because)\b|\t|\s{3,}"
)
_NEXT = re.compile(
    rf"(?P<gap>,\s*|\s*\n\s*|\s+(?=\d{{4,5}}\b|[A-Z]{{1,2}}\d)|\s+(?:in|à|en|em)\s+|"
    rf"\s+-\s+)(?P<part>[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}\b|{_CANADA}|"
    rf"{_STATES}\s+\d{{4,5}}(?:-\d{{4}})?\b|"
    rf"(?:\d{{4,5}}(?:-\d{{3}})?\s(?:[A-Z]{{2}}\s)?)?{_WORD}(?:[\s-](?:{_WORD}|de|do|da|dos|la|le|sur|"
    rf"upon|on|am|der|del|of)){{0,3}}|\d{{5}}(?:-\d{{3,4}})?\b|\d{{3}}\s?\d{{3}}\b)"
)
_HOUSE = re.compile(r"\d.*[^\W\d_]{3}|[^\W\d_]{3}.*\d")
_PLACED = re.compile(rf"^(?:[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}|{_CANADA}|.*\d{{4}}.*)$")


def addresses(written: Written) -> Iterator[Span]:
    """Yield addresses from the house number to the postcode, and postcodes that stand alone."""
    for match in _CUE.finditer(written.low):
        start = match.start("all")
        end = _CUE_END.search(match["all"])
        wording = written.text[start : start + (end.start() if end else len(match["all"]))]
        if len(wording) > 4 and _is_address(wording):
            yield Span(start, start + len(wording), Label.LOCATION)
    for match in _LIVES_AT.finditer(written.low):
        start = match.start("all")
        wording = written.text[start : match.end("all")]
        end = _LIVES_END.search(wording)
        wording = wording[: end.start()] if end else wording
        if len(wording) > 8 and _HOUSE.search(wording) and (wording[0].isupper() or wording[0].isdigit()):
            yield Span(start, start + len(wording), Label.LOCATION)
    for start, reached in street_lines(written):
        if _is_street(written.text[start:reached]):
            yield Span(start, _to_the_end(written.text, reached), Label.LOCATION)
    yield from _codes(written)


def _is_address(wording: str) -> bool:
    return any(map(str.isalpha, wording)) and (wording[0].isupper() or any(map(str.isdigit, wording)))


def _is_street(wording: str) -> bool:
    words = [folded(word.strip(".,'’")) for word in wording.split() if word[0].isalpha()]
    named = [word for word in words[:-1] if len(word) > 1]
    return not wording[0].isdigit() or not named or any(not kind_of(word) & Kind.MEDICAL for word in named)


def _to_the_end(text: str, end: int) -> int:
    """Take in what follows a street line: district, town, postcode, as long as it can be one."""
    reached, place = end, end
    for step in range(5):
        match = _NEXT.match(text, place)
        if not match:
            break
        place = match.end()
        part = match["part"]
        if _PLACED.match(part) or _is_town(part) or (step == 0 and match["gap"].strip() == "," and _is_unknown(part)):
            reached = place
        elif not _is_unknown(part):
            break
    return reached


def _is_town(part: str) -> bool:
    words = folded(part).replace("-", " ").split()
    return any(tuple(words[: len(phrase)]) == phrase for phrase in TOWNS.get(words[0], ()))


def _is_unknown(part: str) -> bool:
    return all(not kind_of(word) & (Kind.ORDINARY | Kind.MEDICAL | Kind.COUNTRY) for word in folded(part).split())


def _codes(written: Written) -> Iterator[Span]:
    text = written.text
    for match in _TOWN_STATE_ZIP.finditer(text) if _STATE_ZIP.search(text) else ():
        words = [word for word in folded(match.group().split(",")[0]).split() if word.isalpha()]
        skipped = len(match.group().split()[0]) if kind_of(words[0]) & Kind.ORDINARY and len(words) < 3 else 0
        yield Span(match.start() + skipped, match.end(), Label.LOCATION)
    for match in _POSTCODE.finditer(text):
        yield Span(_start_of_address(text, match.start()), match.end(), Label.LOCATION)
    yield from (Span(*match.span(), Label.LOCATION) for match in _BRAZIL.finditer(text))
    for match in _TOWN_STATE.finditer(text) if _STATE.search(text) else ():
        words = folded(match["town"]).split()
        state = match.group().rsplit(", ", 1)[1]
        known = _is_town(match["town"])
        if known or (
            state.lower() not in _DEGREES and not any(kind_of(word) & (Kind.MEDICAL | Kind.ORDINARY) for word in words)
        ):
            yield Span(*match.span("town"), Label.LOCATION)
    for match in _CODE_TOWN.finditer(text) if _TOWN_AFTER.search(text) else ():
        if _is_town(match["town"]) or (
            len(match["code"]) > 4
            and text[max(0, match.start() - 2) : match.start()] in {", ", "\n", "- "}
            and _is_unknown(match["town"])
        ):
            yield Span(*match.span(), Label.LOCATION)
    for match in _CODE_CUE.finditer(written.low):
        yield Span(*match.span("code"), Label.LOCATION)


def _start_of_address(text: str, code: int) -> int:
    """Where the parts before a postcode begin, or the one town that stands before it."""
    before = _LEADING.search(text, max(0, code - 120), code)
    if before:
        return before.start("parts")
    town = _TOWN_BEFORE.search(text, max(0, code - 40), code)
    return town.start("town") if town and _is_town(town["town"]) else code
