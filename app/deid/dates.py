"""Find dates that are more exact than a year, in the usual written forms of many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.deid.loose import Written, loose, stretches
from app.deid.rules import Label, Span
from app.deid.wordlists import group

MONTHS: dict[str, int] = {
    month: number
    for number, months in enumerate(
        (
            "january jan janvier janv enero ene janeiro januar jänner gennaio januari stycznia styczeń ocak ianuarie",
            "february feb febr février fevrier févr fevr febrero fevereiro fev februar febbraio februari "
            "lutego luty şubat",
            "march mar mars marzo março marco märz maerz mär mrz maart marca marzec mart",
            "april apr avril avr abril abr aprile kwietnia nisan",
            "may mai mayo maio maggio mag mei maja mayıs",
            "june jun juin junio junho juni giugno giu czerwca haziran",
            "july jul juillet juil julio julho juli luglio lug lipca temmuz",
            "august aug août aout agosto ago augustus sierpnia ağustos",
            "september sept sep septembre septiembre setiembre setembro set settembre września eylül",
            "october oct octobre octubre outubro out oktober okt ottobre ott października ekim",
            "november nov novembre noviembre novembro listopada kasım",
            "december dec décembre decembre déc diciembre dic dezembro dez dezember dicembre grudnia aralık",
        ),
        start=1,
    )
    for month in months.split()
}
_ALWAYS = group("doubtful_months")
"""Words and short forms that are other words too: in lower case they are months only beside a year."""

_MONTH = "(?:" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_SHORT_YEAR = r"(?:['’]\d\d(?!\d))"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th|er|ère|º|ª|°|o|\.)(?!\w))?"
_WORD_DAY = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
    r"fourteenth|fifteenth|sixteenth|"
    r"seventeenth|eighteenth|nineteenth|twentieth|twenty[- ](?:first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth)|thirtieth|"
    r"thirty[- ]first|premier|primero)"
)
_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|lundi|mardi|mercredi|jeudi|"
    r"vendredi|samedi|dimanche|lunes|martes|"
    r"miércoles|jueves|viernes|sábado|domingo|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|montag|"
    r"dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonntag|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
)
_OF = r"(?:\s*(?:of|de|do|del|di|d['’]|-|/|\.)\s*|\s+)"
_RANGE = rf"(?:{_DAY}{_ORDINAL}\s*(?:-|–|/|&|to|and|until|through|au|al|a|à|et|y|e|bis|und)\s*)?"

_DAY_MONTH = loose(
    rf"(?<![\w./-])(?<!\d,)(?:(?:{_WEEKDAY})\.?,?\s+(?:the\s+|den\s+)?)?(?P<range>{_RANGE})(?P<day>{_DAY}|"
    rf"{_WORD_DAY})(?P<ordinal>{_ORDINAL}){_OF}(?P<month>{_MONTH})"
    rf"(?P<year>(?:,?\s*(?:de[l]?\s+|of\s+)?|[-/.]){_YEAR}|,?\s*{_SHORT_YEAR}|[-/]\d\d(?!\d))?"
)
_MONTH_DAY = loose(
    rf"(?<![\w])(?:(?:{_WEEKDAY})\.?,?\s+)?(?P<month>{_MONTH})(?:\s+the)?\s*[-/]?\s*(?P<day>{_WORD_DAY}|"
    rf"{_DAY})(?P<ordinal>{_ORDINAL})(?![\d%:])(?!\.\d)"
    rf"(?:\s*(?:-|–|to|and|&)\s*{_DAY}{_ORDINAL}(?![\d%:/.]))?(?P<year>,?\s*(?:of\s+)?{_YEAR}|,?\s*{_SHORT_YEAR})?"
)
_MONTH_YEAR = loose(
    rf"(?<![\w])(?P<month>{_MONTH})(?:\s*(?:of|de|do|del|di|,|-|/)\s*|\s*)(?P<year>{_YEAR}|{_SHORT_YEAR}|"
    r"(?<=[-/])\d\d(?!\d))"
)
_SEASON = loose(
    r"\b(?:spring|summer|autumn|winter|printemps|été|automne|hiver|primavera|verano|otoño|invierno|verão|"
    r"outono|inverno|frühjahr|sommer|herbst|estate|autunno)"
    rf"(?:\s+(?:of|de|del|do|di)(?:\s+the\s+year)?)?\s+{_YEAR}"
)
_ISO = re.compile(
    r"(?<![\d.])(?<!\d-)(?:19|20)\d\d(?P<mark>[-/.])(?:0?[1-9]|1[0-2])(?P=mark)(?:3[01]|[12]\d|"
    r"0?[1-9])(?!\d)(?:[T ](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_COMPACT = re.compile(r"(?<![\w.-])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\w-])")
_NUMERIC = re.compile(
    r"(?<![\w./-])(?<!\d,)(?P<first>\d{1,2})(?P<mark>\s?[/.-]\s?)"
    r"(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d|['’]?\d\d)(?![\w/-]|\.\d)"
)
_SPACED = loose(
    r"(?:\b(?:dob|born|birth|naissance|nacimiento|nascimento|geb|geboren|seen|dated?|dictated|typed|"
    r"admitted|discharged)"
    r"|d\.o\.b)\b\W{1,3}(?P<date>\d{1,2}(?P<mark>[ .])\d{1,2}(?P=mark)(?:19|20)?\d\d|\d{6}|\d{8})(?![\w.,]\d|\d)"
)
_NUMERIC_MONTH = re.compile(
    r"(?<![\w./-])(?<!\d,)(?:(?:0?[1-9]|1[0-2])[/-](?:19|20)\d\d|(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?![\w/-]|[.,]\d)"
)
_ROMAN = re.compile(
    r"(?<![\w./-])(?<!\d,)(?:3[01]|[12]\d|0?[1-9])\s?[./-]\s?(?:I{1,3}|IV|VI{0,3}|IX|"
    r"XI{0,2})\s?[./-]\s?(?:19|20)?\d\d(?!\w)"
)
_CUED = loose(
    r"\b(?:on|dated|date|since|before|after|until|dob|le|du|em|dia|el|día|am|vom|seit|il|dal|seen|clinic|"
    rf"admitted|discharged|adm|d/c|review|{_WEEKDAY})"
    r"\.?:?\s+(?:the\s+|"
    r"the night of\s+)?(?P<date>(?P<first>\d{1,2})(?P<mark>[/.])(?P<second>\d{1,2})(?P<dot>\.?)"
    r")(?![\d/%]|[.,]\d|\s?(?:mg|ml|g|kg|mmol|cm|mm|pain|power|strength|murmur|nrs|vas|"
    r"severity|days?|weeks?|hours?|months?|units?|of\b|on\b|scale|score))"
)
_WEEKDAY_NUMBER = loose(
    rf"\b(?:{_WEEKDAY})\.?,?\s+(?:the\s+|le\s+|den\s+|dia\s+|día\s+)?{_DAY}(?:\s?(?:st|nd|rd|th)\b|"
    r"\.?(?=\s*(?:[,;)\n]|$)|\.\s))"
)
_NTH = loose(
    rf"\bon\s+the\s+(?P<date>{_DAY}(?:st|nd|rd|th))(?=\s*(?:[.,;)\n]|$)|\s+(?:and|he|she|they|at|for|"
    r"inst\b|ult\b|of\s+(?:this|last|next|the)\s+month))"
)
_FEAST = loose(
    rf"\b(?:christmas(?:\s+(?:day|eve)|(?=\s+{_YEAR}))|new\s+year['’]?s?\s+(?:day|eve)|boxing\s+day|"
    r"valentine['’]?s\s+day|good\s+friday|easter\s+(?:sunday|monday)|"
    rf"independence\s+day|thanksgiving(?:\s+day)?(?=\s+{_YEAR})|noël(?=\s+{_YEAR})|"
    rf"navidad(?=\s+(?:de\s+)?{_YEAR})|natal(?=\s+de\s+{_YEAR}))(?:,?\s+(?:de\s+)?{_YEAR})?"
)
_ASIAN = re.compile(r"(?:\d{4}\s?[年년]\s?)?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일号]|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]")
_OTHER_WORD_AFTER = loose(
    r"\s*(?:fracture|fractures|haemoglobinuria|hemoglobinuria|be\b|have\b|not\b|also\b|need|require|"
    r"represent|indicate|suggest|help|cause|reflect|occur|include|out of\b)"
)
_AT_AN_END = re.compile(r"\s*(?:[.,;)\n]|$)")
_GATED = (
    (re.compile(r"\d{4}[-/.]\d"), _ISO),
    (re.compile(r"\d{8}"), _COMPACT),
    (re.compile(r"[/-]\d{4}|\d{4}-\d"), _NUMERIC_MONTH),
    (re.compile(r"[./-]\s?[IVX]"), _ROMAN),
    (re.compile(r"[月월]"), _ASIAN),
)
"""What a text has that has such a date: quicker to look for than the date itself."""
_LETTERS = re.compile(r"[^\W\d_]{3,12}")
_BEFORE_MONTH, _AFTER_MONTH = 60, 40
"""How far a date reaches at most to either side of its month, in characters."""
_SHORT_DATE = re.compile(r"\d[/.]\d")
_BEFORE_SHORT, _AFTER_SHORT = 40, 20
_NEVER_ALONE = frozenset({"out", "set", "ago", "mag", "gen"})


def dates(written: Written) -> Iterator[Span]:
    """Yield the dates of a text; a year alone and a month alone are none."""
    for start, end in _places(written):
        yield Span(start, end, Label.DATE)


def _places(written: Written) -> Iterator[tuple[int, int]]:
    yield from _with_month(written)
    yield from _numeric(written)
    for gate, shape in _GATED:
        if gate.search(written.text):
            yield from (match.span() for match in shape.finditer(written.text))
    for shape in (_SEASON, _WEEKDAY_NUMBER, _FEAST):
        yield from (match.span() for match in shape.finditer(written.low))
    for shape in (_SPACED, _NTH):
        yield from (match.span("date") for match in shape.finditer(written.low))


def _with_month(written: Written) -> Iterator[tuple[int, int]]:
    """Look about the months only: every date of this kind has one."""
    for start, end in _about_months(written.low):
        for match in _DAY_MONTH.finditer(written.low, start, end):
            if _is_month(written, match, numbered=bool(match["ordinal"].strip(" .o")) or not match["day"].isdigit()):
                yield match.span()
        for match in _MONTH_DAY.finditer(written.low, start, end):
            if _is_month(written, match, numbered=bool(match["ordinal"].strip(" .o"))):
                yield match.span()
        for match in _MONTH_YEAR.finditer(written.low, start, end):
            yield match.span()


def _about_months(low: str) -> Iterator[tuple[int, int]]:
    months = (match.span() for match in _LETTERS.finditer(low) if match.group() in MONTHS)
    return stretches(months, _BEFORE_MONTH, _AFTER_MONTH)


def _is_month(written: Written, match: re.Match[str], *, numbered: bool) -> bool:
    month = written.text[match.start("month") : match.end("month")].rstrip(".")
    if match["year"]:
        return True
    if _OTHER_WORD_AFTER.match(written.low, match.end()):
        return False
    if month.lower() not in _ALWAYS or numbered:
        return True
    return month.lower() not in _NEVER_ALONE and (
        month[0].isupper() or bool(_AT_AN_END.match(written.low, match.end()))
    )


def _numeric(written: Written) -> Iterator[tuple[int, int]]:
    for match in _NUMERIC.finditer(written.text):
        if _day_and_month(match) and (len(match["year"]) == 4 or _is_padded(match)):
            yield match.span()
    marks = (match.span() for match in _SHORT_DATE.finditer(written.low))
    for start, end in stretches(marks, _BEFORE_SHORT, _AFTER_SHORT):
        yield from _cued(written, start, end)


def _cued(written: Written, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _CUED.finditer(written.low, start, end):
        padded = len(match["second"]) == 2 and match["second"][0] in "01" and len(match["first"]) == 2
        if _day_and_month(match) and (match["mark"] == "/" or match["dot"] or padded):
            yield match.span("date")


def _is_padded(match: re.Match[str]) -> bool:
    """Whether a date with a short year is written like one: 5-10-15 is none."""
    lengths = len(match["first"]) + len(match["second"])
    return lengths > {"-": 3, ".": 2}.get(match["mark"].strip(), 0)


def _day_and_month(match: re.Match[str]) -> bool:
    first, second = int(match["first"]), int(match["second"])
    return (1 <= first <= 31 and 1 <= second <= 12) or (1 <= first <= 12 and 1 <= second <= 31)
