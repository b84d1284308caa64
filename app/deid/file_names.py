"""Does a file's name tell who somebody is? Its words stand without a sentence around them, so lists decide."""

from __future__ import annotations

import re
from functools import cache

from app.deid.finding import find
from app.deid.wordlists import folded, words

_COUNTED = re.compile(r"(?:IMG|IM|DSC|DSCN|PXL|P|CT|MR|US|XR|[a-z]{0,8})[-_ ]?0\d{0,7}", re.IGNORECASE)
"""How cameras and scanners number their files."""
_PARTS = re.compile(r"[^\W\d_]{3,}")


def tells_somebody(stem: str) -> bool:
    """Whether a name, a date, a number or the like stands in a file's name (without its ending)."""
    if _COUNTED.fullmatch(stem):
        return False
    spaced = re.sub(r"[_\W]+", " ", stem)
    return bool(find(stem) or find(spaced) or _names() & {folded(part) for part in _PARTS.findall(stem)})


@cache
def _names() -> frozenset[str]:
    return (words("given_names") | words("surnames")) - words("ordinary_words")
