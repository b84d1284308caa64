"""How an item is drafted: a stem cut from the case, options from the thread, in an order that gives nothing away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from app.kernel.folding import fold
from app.quizzes.prose import names, sentences, words
from app.quizzes.rules import MOST_DRAFTED_OPTIONS, MOST_OPTIONS, MOST_STEM_WORDS
from app.threads.values import Wrong


def stem_of(texts: Sequence[str], key: str) -> str:
    """The texts' sentences as long as all fit, each text a paragraph; sentences that name the key are left out.

    A first sentence that is too long by itself is cut at a word.
    """
    room = MOST_STEM_WORDS
    paragraphs: list[str] = []
    for text in texts:
        kept, complete = _fitting([s for s in sentences(text) if not names(s, key)], room)
        if kept:
            paragraphs.append(" ".join(kept))
            room -= words(paragraphs[-1])
        if not complete:
            break
    return "\n\n".join(paragraphs) or _cut(texts[0], key)


def _fitting(candidates: list[str], room: int) -> tuple[list[str], bool]:
    kept: list[str] = []
    for sentence in candidates:
        room -= words(sentence)
        if room < 0:
            return kept, False
        kept.append(sentence)
    return kept, True


def _cut(text: str, key: str) -> str:
    opening = next((s for s in sentences(text) if not names(s, key)), "")
    parts = opening.split()
    return opening if len(parts) <= MOST_STEM_WORDS else " ".join(parts[:MOST_STEM_WORDS]) + " …"


def distractors(turns: Iterable[Wrong], key: str) -> Iterator[tuple[Wrong, bool]]:
    """The wrong diagnoses to store, each with whether it's offered at first: no doubles, never the key."""
    seen = {fold(key)}
    for turn in turns:
        folded = fold(turn.diagnosis)
        if folded in seen or len(seen) >= MOST_DRAFTED_OPTIONS:
            continue
        yield turn, len(seen) < MOST_OPTIONS
        seen.add(folded)


def place(item_id: int, text: str) -> str:
    """A sort key that follows from item and text alone: chance for the eye, the same in every run."""
    return hashlib.sha256(f"{item_id}:{fold(text)}".encode()).hexdigest()
