"""Ages as people write them, made coarse; what isn't certainly inside one band is unknown."""

from __future__ import annotations

import re

from app.cases.rules import AgeBand

_YEARS = re.compile(r"(\d{1,3})\s*(?:y|yo|yrs?|years?(?: old)?)?", re.IGNORECASE)
_DECADE = re.compile(r"(?:(?:early|mid|late|in (?:his|her|their))[ -]+)?(\d{1,2}0)s", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")


def band_of(stated: str) -> AgeBand:
    """Return the one band that certainly holds the stated age, else UNKNOWN.

    '33', '33 yo', 'early 40s' and '42-47' lie inside one band; '50+', '38-52' or 'adult' don't.
    """
    text = stated.strip()
    for band in AgeBand:
        if text.lower() == band.value:
            return band
    lowest, highest = _bounds(text)
    bands = {_band_of_years(lowest), _band_of_years(highest)}
    return bands.pop() if len(bands) == 1 else AgeBand.UNKNOWN


def _bounds(text: str) -> tuple[int, int]:
    if match := _DECADE.fullmatch(text):
        return int(match[1]), int(match[1]) + 9
    if match := _RANGE.fullmatch(text):
        return int(match[1]), int(match[2])
    if match := _YEARS.fullmatch(text):
        return int(match[1]), int(match[1])
    return -1, -1


def _band_of_years(years: int) -> AgeBand:
    if years < 1 or years > 125:
        return AgeBand.UNKNOWN
    if years >= 90:
        return AgeBand.FROM_90
    for band in AgeBand:
        low, _, high = band.value.partition("-")
        if high and int(low) <= years <= int(high):
            return band
    return AgeBand.UNKNOWN
