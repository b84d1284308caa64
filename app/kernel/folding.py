"""Comparing what people typed: texts that differ only in case, accents or punctuation are the same."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, each run of anything but letters and digits one blank."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", letters))
