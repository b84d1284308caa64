"""Find ages over 89, the only ones that are identifiers by themselves (HIPAA, Safe Harbor)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.deid.loose import Written, loose, stretches
from app.deid.rules import Label, Span

_OVER = r"(?:9\d|1[0-2]\d)"
_TENS = (
    r"(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|"
    r"one)\s+hundred(?:\s+and\s+\w+)?|quatre-vingt-(?:dix(?:-(?:sept|huit|neuf))?|onze|"
    r"douze|treize|quatorze|quinze|seize)|cent(?:-\w+)?|noventa(?:\s+[ye]\s+\w+)?|cien(?:to\s+\w+)?|"
    r"neunzig|(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)undneunzig|novant\w+)"
)
_YEARS = r"(?:years?|yrs?|yo|y/o|y\.o\.?|ans|años|anos|jahren?|jährig\w*|anni|jaar|-jährig\w*)"

_OLD = loose(
    rf"(?<![\w.,/:%-])(?:{_OVER}(?:-\s*(?:and|to|or)\s+{_OVER})?|{_TENS})(?:st|nd|rd|th)?[\s-]*(?:years?|"
    r"yrs?|y)[\s-]*(?:olds?\b|o\b|of\s+age\b)"
    rf"|(?<![\w.,/:%-]){_OVER}\s*[- ]?(?:yo|y/o|y\.o|yrs?/o|y/f|y/m|a)\b(?!\s*(?:/|ago|min|day|week|month|"
    r"year|hour|beat|night))"
    rf"|(?<![\w.,/:%-]){_OVER}\s?-?jährig\w*|(?<![\w.,/:%-])neunzigjährig\w*"
)
_CUED = loose(
    r"(?:\baged?\b|\bage\s+of\b|\bâgée?\b|\bedad(?:\s+de)?\b|\bidade(?:\s+de)?\b|\balter\b|"
    r"\betà(?:\s+di)?\b|\bturn(?:ed|ing|s)\b|\bage/sex\b|\bage\s+at\s+\w+)(?:\s+(?:of|is|was|de|about|"
    r"approximately))?\s*[:=]?\s*"
    rf"(?P<age>(?:{_OVER}|{_TENS})(?:\s*{_YEARS})?)(?![\w%]|[.,/]\d|\s*(?:%|mg|kg|cm|mmhg|bpm|"
    r"or\s+(?:older|over|more)|ou\s+plus|o\s+más|ou\s+mais|and\s+(?:over|older|above)|\+))"
)
_YEARS_ALONE = loose(
    r"(?<![\w.,/:%<>≥≤+-])(?<!for )(?<!over )(?<!past )(?<!last )"
    rf"(?<!than )(?<!within )(?<!about )(?<!nearly )(?P<age>{_OVER}\s+(?:ans|años|anos|jahre|anni|years|"
    r"yrs)\b)"
    r"(?!\s*(?:old|ago|later|before|earlier|of\s|experience|prior|survival|follow|après|plus\s+tard|"
    r"después|antes|depois|später|ou\s+plus|o\s+más|ou\s+mais|oder\s+älter))"
)
_WITH_SEX = re.compile(
    rf"(?<![\w.,/:%-])(?P<age>{_OVER})\s?(?=(?:[MF]\b|/\s?[MFmf]\b|,\s?(?:[MF]\b|male\b|female\b)|"
    r"\s(?:male|female|lady|gentleman)\b))"
    rf"|\b(?:[MF](?:emale|ale)?|^[mf](?=,)|(?<=[.(]\s)[mf](?=,))\s?[/,]?\s?(?P<after>{_OVER})(?![\w%/]|[.,]\d|"
    r",\d|\s*(?:mg|kg|%|cm|bpm))"
)
_AFTER_NAME = re.compile(
    rf"(?<=[^\W\d_]{{3}})(?:,\s(?P<age>{_OVER}),?\s(?=(?:is|was|has|had|who|presented|presents|a\s|an\s|"
    rf"lives|from|admitted|with|attended|came|woman|man)\b)|\s\((?P<bracketed>{_OVER})\)(?=[\s,.]))"
)
_DECADE = loose(
    r"\b(?:(?:his|her|their|the\s+patient['’]s|my)\s+|(?=early|mid|late))(?P<age>(?:(?:early|mid|middle|"
    r"late)[\s-]+)?(?:nineties|90['’]?s|hundreds))\b"
)
_BIRTHDAY = loose(
    rf"\b(?P<age>(?:9[0-9]|1[0-2]\d)(?:st|nd|rd|th))\s+(?:birthday|year of life)|\b(?:{_TENS})(?:st|nd|rd|"
    r"th)\s+birthday"
)
_WORDS = loose(
    r"\b(?:nonagenarians?|centenarians?|nonagénaires?|centenaires?|nonagenari[oa]s?|nonagenári[oa]s?|"
    rf"centenari[oa]s?|centenári[oa]s?|neunzigjährig\w*|{_TENS}\s+(?:ans|años|anos|jahre|anni))\b"
)
_MARK = loose(
    r"(?<!\d)(?:9\d|1[0-2]\d)(?![\d%])|\b(?:ninet|nonag|cente|neunzig|novan|noventa|hundred|quatre-vingt|"
    r"cien|cent|neunund|einund|zweiund|dreiund|vierund|fünfund|sechsund|siebenund|achtund)"
)
_REACH = 50
"""How far the words of an age reach from its number, in characters."""
_CASED = frozenset({_WITH_SEX})
_SHAPES = (_OLD, _CUED, _YEARS_ALONE, _WITH_SEX, _AFTER_NAME, _DECADE, _BIRTHDAY, _WORDS)


def ages(written: Written) -> Iterator[Span]:
    """Yield the ages over 89, with the words of years that belong to them."""
    marks = (match.span() for match in _MARK.finditer(written.low))
    for start, end in stretches(marks, _REACH, _REACH):
        for shape in _SHAPES:
            source = written.text if shape in _CASED and written.text != written.low else written.low
            for match in shape.finditer(source, start, end):
                group = match.lastgroup or 0
                if match.start(group) >= 0:
                    yield Span(*match.span(group), Label.AGE)
