"""What names nobody and still can point at one person: exact ages, rare diseases, events that were in the news.

A quasi-identifier is no identifier of HIPAA's Safe Harbor; together with another one it may be enough (Sweeney,
Simple Demographics Often Identify People Uniquely, 2000). So these are shown to people, never replaced unasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("words")
_NUMBER = r"(?<![\d/.,–-])(?<!to )(?P<{}>[1-9]\d?)"
_NO_YEARS = r"(?![\d/–-]|\s*(?:to|-|–)\s*\d|\s*(?:months?|weeks?|days?|hours?))\b"
_NO_PERSON = r"(?![\w/]|\s+(?:catheter|sheath|cannula|drain|tube|sound|foley))"
_AGE = re.compile(
    "|".join(
        (
            _NUMBER.format("age") + r"(?P<hyphened>(?i:[- ](?:year|yr)s?[- ]olds?))\b",
            _NUMBER.format("plain") + r"(?:\s?(?i:yrs?\.?\s?old|yo|y/o|y\.o\.)(?![\w/]))",
            r"\b(?P<cue>(?i:aged?|at the age of))\s+" + _NUMBER.format("cued") + _NO_YEARS,
            _NUMBER.format("short") + r"\s?(?P<sex>[MF])" + _NO_PERSON,
        )
    )
)
_DECADES = (
    range(1, 5),
    *(range(low, low + 5) for low in (5, 10, 15)),
    *(range(low, low + 10) for low in range(20, 90, 10)),
)


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_EVENT = _any_of(
    r"(?:bus|train|plane|aeroplane|airplane|helicopter|coach|ferry|boat|tram|cable[- ]car|minibus|ship)[- ]"
    r"(?:crash|accident|collision|disaster|derailment)",
    r"(?:bridge|roof|stadium|mine|factory|crane)[- ](?:collapse|fire|explosion|disaster)",
    r"(?:lightning|shark|bear|lion|crocodile|hippo\w*|elephant|tiger|wolf) (?:strike|attack|bite)",
    r"pile-?up|derail(?:ment|ed)|shipwreck|refugee boat|capsiz\w+|stampede|crowd crush|struck by lightning",
    r"earthquake|tsunami|landslide|avalanche|hurricane|tornado|typhoon|cyclone|volcanic eruption|wildfire|bush ?fire",
    r"mass shooting|school shooting|shooting at|terror\w*|bomb(?:ing|ed)?|explosion|gas leak|building collapse",
    r"hostage|kidnap\w*|in the news|newspapers?|on television|went viral|world record",
    r"marathon|festival|olympi\w+|world cup|lottery",
)
_COMMUNITY = _any_of(
    r"(?:small|remote|isolated|local) (?:village|town|island|community|farm|school|parish|valley|tribe)",
    r"islanders?|(?:the|an) island|village\w*|hamlet|tribe|tribal|reservation|aboriginal community",
    r"amish|hutterite|mennonite|roma community|traveller community|kibbutz|commune|circus|oil rig|research station",
    r"monastery|convent|nun|monk|mayor|minister|priest|rabbi|imam|bishop|army base|barracks",
    r"prison(?:er)?|inmate|orphanage|boarding school|consanguin\w+|first cousins?",
    r"astronaut|airline pilot|jockey|footballer|athlete(?!['’]s foot)|actor|actress|singer|celebrity|politician",
    r"conjoined twins?|triplets?|quadruplets?|quintuplets?|the only (?:\w+ ){1,4}(?:in|at|of)|last of the",
)
_RARE = _any_of(
    r"(?:very |extremely |exceedingly |ultra-?)?rare (?:disease|disorder|condition|syndrome|tumou?r|variant|mutation)",
    r"first (?:reported|described|known) case|(?:fewer|less) than \w+ (?:cases|patients)|only \w+ (?:cases|patients)",
    r"orphan disease|one in a (?:hundred thousand|million)",
)


def exact_ages(text: str) -> list[str]:
    """The exact ages of people in the text, as they're written: '43-year-old', 'aged 7', '34 F'."""
    return [match[0] for match in _AGE.finditer(text)]


def with_age_bands(text: str) -> str:
    """The text with bands instead of exact ages up to 89: 'aged 43' becomes 'aged 40 to 49'. Doing it twice is fine."""
    return _AGE.sub(_banded, text)


def years_stated(text: str) -> set[int]:
    """The exact ages in years."""
    return {_years(match) for match in _AGE.finditer(text)}


def events(text: str) -> list[str]:
    """Words of the text about events that others may have heard of."""
    return [match[0] for match in _EVENT.finditer(text)]


def communities(text: str) -> list[str]:
    """Words of the text about groups so small, or people so visible, that others may know who is meant."""
    return [match[0] for match in _COMMUNITY.finditer(text)]


def rare_diseases(text: str) -> list[str]:
    """Names of rare diseases in the text, and words that say that something is rare."""
    return [match[0] for pattern in (_rare_names(), _RARE) for match in pattern.finditer(text)]


def _years(match: re.Match[str]) -> int:
    return int(match["age"] or match["plain"] or match["cued"] or match["short"])


def _banded(match: re.Match[str]) -> str:
    band = next((decade for decade in _DECADES if _years(match) in decade), None)
    if band is None:
        return match[0]
    if match["age"]:
        return f"{band[0]}- to {band[-1]}{match['hyphened']}"
    if match["plain"]:
        return f"{band[0]} to {band[-1]} years old"
    if match["cued"]:
        return f"{match['cue']} {band[0]} to {band[-1]}"
    return f"{band[0]}–{band[-1]} {match['sex']}"


@cache
def _rare_names() -> re.Pattern[str]:
    names = _lines((WORDS / "rare_diseases.txt").read_text(encoding="utf-8").splitlines())
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?=\b|s\b)", re.IGNORECASE
    )


def _lines(lines: Iterable[str]) -> set[str]:
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}
