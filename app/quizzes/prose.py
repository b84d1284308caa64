"""Looking into people's prose: its words, its sentences, and whether it names a thing."""

from __future__ import annotations

import re

from app.kernel.folding import fold

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


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
