"""Notes with their gold spans, read from text in which [[LABEL wording]] marks an identifier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.deid.rules import Label, Span

_MARK = re.compile(r"\[\[([A-Z]+) (.+?)\]\](?!\])", re.DOTALL)
HANDWRITTEN = Path(__file__).parent / "handwritten.txt"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, its language as a two-letter code, and where its identifiers are."""

    text: str
    gold: tuple[Span, ...]
    language: str | None = None


def marked(text: str, language: str | None = None) -> Note:
    """Take the marks out of a text and return it with their places."""
    pieces: list[str] = []
    gold: list[Span] = []
    place = written = 0
    for match in _MARK.finditer(text):
        pieces += [text[place : match.start()], match[2]]
        start = written + match.start() - place
        written = start + len(match[2])
        place = match.end()
        gold.append(Span(start, written, Label[match[1]]))
    return Note("".join([*pieces, text[place:]]), tuple(gold), language)


def handwritten() -> Iterator[Note]:
    """Yield the notes written by hand."""
    body = "\n".join(line for line in HANDWRITTEN.read_text(encoding="utf-8").splitlines() if not line.startswith("# "))
    for text in body.split("\n---\n"):
        yield marked(text.strip())
