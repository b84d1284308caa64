"""Comparing what people typed: texts that differ only in case, accents or punctuation are the same."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+(?:[+-](?!\w))?")
"""A sign that ends a word belongs to it: HER2+ is not HER2-; a hyphen inside doesn't: follow-up is follow up."""


def fold(text: str) -> str:
    """Lower case, without accents, each run of anything but letters, digits and ending signs one blank."""
    letters = without_marks(unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()))
    return " ".join(WORD.findall(letters.replace("\u2212", "-")))


def without_marks(decomposed: str) -> str:
    """A decomposed (NFD or NFKD) text without its combining marks."""
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
