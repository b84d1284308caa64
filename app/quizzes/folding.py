"""Comparing what people typed: diagnoses that differ only in case, accents or punctuation are the same."""

from __future__ import annotations

import re
import unicodedata

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def fold(text: str) -> str:
    """Lower case, without accents, each run of anything but letters and digits one blank."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", letters))


def names(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text, as whole words."""
    wanted = fold(phrase)
    return bool(wanted) and f" {wanted} " in f" {fold(text)} "


def words(text: str) -> int:
    """How many words the text has."""
    return len(text.split())


def sentences(text: str) -> list[str]:
    """The text cut after full stops, question and exclamation marks."""
    return [sentence for sentence in SENTENCE_END.split(text.strip()) if sentence]
