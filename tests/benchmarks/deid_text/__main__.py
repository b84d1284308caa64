"""Measures how well identifiers are found in text: python -m tests.benchmarks.deid_text [--show].

Two corpora: notes written by a seeded generator, and notes written by hand. Exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from app.deid.finding import find
from app.deid.lexicon import LISTED, kind_of
from app.deid.rules import Label
from app.deid.wordlists import folded
from tests.benchmarks.deid_text.corpus import Note, handwritten
from tests.benchmarks.deid_text.generator import SEED, notes
from tests.benchmarks.deid_text.measuring import STRUCTURED, Tally

COUNT = 600
WORDS = 200


def main() -> int:
    """Print a table for each corpus and what misses its target; return how the process ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print every miss and every false question")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    find("Dr Smith")
    generated = list(notes(COUNT, asked.seed))
    by_hand = list(handwritten())
    misses = []
    for name, corpus in (("generated", generated), ("by hand", by_hand)):
        tally, spent = measured(corpus, show=asked.show)
        print_table(name, tally, spent)
        misses += [f"{name}: {miss}" for miss in missed_targets(tally, spent)]
    print(
        f"words of names that are in no list: {unseen_share(generated):.0%}"
        f" of the generated ones, {unseen_share(by_hand):.0%} by hand"
    )
    for miss in misses:
        print("MISSED", miss)
    return 1 if misses else 0


def measured(corpus: Sequence[Note], *, show: bool) -> tuple[Tally, float]:
    """Return the counts, and the milliseconds of a processor for a note of two hundred words."""
    tally = Tally()
    for note in corpus:
        found = find(note.text, language=note.language)
        missed, false = tally.add(note.text, note.gold, found)
        if show and (missed or false):
            print(repr(note.text), "\n   missed", [(span.label.value, span.of(note.text)) for span in missed])
            print("   false", [(span.label.value, span.of(note.text)) for span in false])
    return tally, milliseconds(corpus)


def milliseconds(corpus: Sequence[Note]) -> float:
    """Return the time for a note of about two hundred words: short ones are put together until they are that long."""
    long_notes = [""]
    for note in corpus:
        if len(long_notes[-1].split()) >= WORDS:
            long_notes.append("")
        long_notes[-1] += note.text + "\n\n"
    long_notes = long_notes[:-1]
    words = sum(len(text.split()) for text in long_notes)
    return min(_seconds(long_notes) for _ in range(3)) * 1000 / words * WORDS


def _seconds(texts: Sequence[str]) -> float:
    begin = time.process_time()
    for text in texts:
        find(text)
    return time.process_time() - begin


def print_table(name: str, tally: Tally, spent: float) -> None:
    """Print a line a label: how many, found wholly, touched, and how many of the spans found were right."""
    print(
        f"\n{name}: {tally.notes} notes, {tally.false_per_note:.2f} false questions a note, {spent:.1f}"
        f" ms for {WORDS} words"
    )
    print(f"{'':<12}{'planted':>8}{'recall':>9}{'touched':>9}{'precision':>11}")
    rows = [(label.value, (label,)) for label in Label]
    for title, labels in (*rows, ("structured", STRUCTURED), ("all", tuple(Label))):
        planted = sum(tally.gold[label] for label in labels)
        print(
            f"{title:<12}{planted:>8}{tally.recall(labels):>9.3f}{tally.overlap(labels):>9.3f}"
            f"{tally.precision(labels):>11.3f}"
        )


def missed_targets(tally: Tally, spent: float) -> list[str]:
    """Return what stays below the figures of the issue."""
    figures = (
        ("recall of structured identifiers", tally.recall(STRUCTURED), 0.98),
        ("precision of structured identifiers", tally.precision(STRUCTURED), 0.95),
        ("recall of names", tally.recall([Label.NAME]), 0.93),
        ("precision", tally.precision(Label), 0.90),
    )
    missed = [f"{what} {figure:.3f} < {target}" for what, figure, target in figures if figure < target]
    if tally.false_per_note > 0.5:
        missed.append(f"{tally.false_per_note:.2f} false questions a note > 0.5")
    return [*missed, f"{spent:.1f} ms > 5"] if spent > 5 else missed


def unseen_share(corpus: Sequence[Note]) -> float:
    """Return the share of the words of planted names that the engine's lists don't know."""
    words = [
        word
        for note in corpus
        for span in note.gold
        if span.label is Label.NAME
        for word in span.of(note.text).replace(",", " ").split()
        if len(word) > 2
    ]
    return sum(not kind_of(folded(word)) & LISTED for word in words) / len(words)


if __name__ == "__main__":
    sys.exit(main())
