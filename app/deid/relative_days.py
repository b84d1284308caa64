"""Read a date as it's written, and say how far it lies from the first date of the case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.deid.dates import MONTHS

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?['’]?(\d{4}|\d\d)")
_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})")
_DAYS_IN_WEEK, _WEEKS_FROM, _MONTHS_FROM, _YEARS_FROM = 7, 14, 75, 730


@dataclass(frozen=True, slots=True)
class Order:
    """Whether the day stands before the month in 03/04/2021; None where nothing tells."""

    day_first: bool | None

    @classmethod
    def of(cls, wordings: list[str], language: str | None) -> Order:
        """Tell it from the dates of a case: one with a number over twelve is enough."""
        for wording in wordings:
            match = _NUMERIC.search(wording)
            if match and not _ISO.match(wording):
                if int(match[1]) > 12:
                    return cls(day_first=True)
                if int(match[2]) > 12:
                    return cls(day_first=False)
        return cls(day_first=True if language not in {None, "en"} else None)


def read(wording: str, order: Order) -> date | None:
    """Return the day a wording names in full, with its year; None for all that is less, or no day of a calendar."""
    for shape in (_ISO, _COMPACT, _ASIAN):
        match = shape.match(wording)
        if match:
            return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _NUMERIC.search(wording)
    if match:
        return _numeric(match, order)
    return _spelt(wording)


def _numeric(match: re.Match[str], order: Order) -> date | None:
    first, second, year = int(match[1]), int(match[2]), _year(match[3])
    if first == second or order.day_first is True:
        return _day(year, second, first)
    return None if order.day_first is None else _day(year, first, second)


def _spelt(wording: str) -> date | None:
    month = next((MONTHS[word] for word in _WORD.findall(wording.lower()) if word in MONTHS), None)
    numbers = [int(number) for number in _NUMBER.findall(wording)]
    years = [number for number in numbers if number > 1000]
    days = [number for number in numbers if number < 32]
    if not years and len(numbers) == 2 and month:
        years, days = [_year(str(numbers[1]).zfill(2))], numbers[:1]
    return _day(years[0], month, days[0]) if month and years and days else None


def _year(written: str) -> int:
    number = int(written)
    return number if number > 99 else number + (2000 if number < 40 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def relative(day: date, first: date) -> str:
    """Return how to write a day without telling it: 'day 3', '2 weeks later', 'about 5 months earlier'."""
    distance = (day - first).days
    away, when = abs(distance), "later" if distance > 0 else "earlier"
    if away >= _YEARS_FROM:
        return f"about {round(away / 365.25)} years {when}"
    if away >= _MONTHS_FROM:
        return f"about {round(away / 30.44)} months {when}"
    if away >= _WEEKS_FROM and away % _DAYS_IN_WEEK == 0:
        return f"{away // _DAYS_IN_WEEK} weeks {when}"
    return f"day {distance}"
