"""Two texts compared word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

ALONE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts without blanks: each sign of theirs is compared by itself."""
TOKEN = re.compile(rf"\d+(?:[.,:/-]\d+)*|\s+|[{ALONE}]|[!-/:-@\[-`{{-~]|[^\s{ALONE}!-/:-@\[-`{{-~]+")
"""Numbers whole, since 3.5 beside 3.6 must not read as '3.56'; blanks; punctuation marks; words with their accents."""
MANY = 400
"""Tokens from which on words that stand everywhere are no anchors: comparing them takes the square of their number."""


class PieceKind(StrEnum):
    """What has become of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one fate."""

    kind: PieceKind
    text: str


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one: kept and removed pieces make `before`, kept and added ones `after`, to the letter."""
    one, other = TOKEN.findall(before), TOKEN.findall(after)
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    middle = _compared(one[head : len(one) - tail], other[head : len(other) - tail])
    ends = _piece(PieceKind.KEPT, one[:head]), _piece(PieceKind.KEPT, one[len(one) - tail :])
    return tuple(_joined(_without_lone_blanks([*ends[0], *middle, *ends[1]])))


def before_of(pieces: Iterable[Piece]) -> str:
    """The text as it was."""
    return "".join(piece.text for piece in pieces if piece.kind is not PieceKind.ADDED)


def after_of(pieces: Iterable[Piece]) -> str:
    """The text as it became."""
    return "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED)


def _compared(one: Sequence[str], other: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, one, other, autojunk=max(len(one), len(other)) > MANY)
    for verdict, low, high, start, end in matcher.get_opcodes():
        if verdict == "equal":
            yield from _piece(PieceKind.KEPT, one[low:high])
        else:
            yield from _piece(PieceKind.REMOVED, one[low:high])
            yield from _piece(PieceKind.ADDED, other[start:end])


def _piece(kind: PieceKind, tokens: Sequence[str]) -> list[Piece]:
    return [Piece(kind, "".join(tokens))] if tokens else []


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))


def _without_lone_blanks(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A blank that stayed between two changes is part of both: 'old text' became 'new words', not word by word."""
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        if piece.kind is PieceKind.KEPT and piece.text.isspace() and 0 < place < last:
            yield Piece(PieceKind.REMOVED, piece.text)
            yield Piece(PieceKind.ADDED, piece.text)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Between two kept pieces stands one removed and one added at most, in this order."""
    for is_kept, run in groupby(pieces, lambda piece: piece.kind is PieceKind.KEPT):
        parts = list(run)
        kinds = (PieceKind.KEPT,) if is_kept else (PieceKind.REMOVED, PieceKind.ADDED)
        for kind in kinds:
            yield from _piece(kind, [part.text for part in parts if part.kind is kind])
