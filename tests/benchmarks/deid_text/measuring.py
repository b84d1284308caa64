"""Compares what was found with what was planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.deid.rules import Label, Span

STRUCTURED = (Label.DATE, Label.AGE, Label.ID, Label.PHONE, Label.EMAIL, Label.URL, Label.DEVICE)


@dataclass
class Tally:
    """Counts by label: gold spans, those wholly covered, those touched; spans found, and those that touch gold."""

    gold: Counter[Label] = field(default_factory=Counter)
    covered: Counter[Label] = field(default_factory=Counter)
    touched: Counter[Label] = field(default_factory=Counter)
    found: Counter[Label] = field(default_factory=Counter)
    right: Counter[Label] = field(default_factory=Counter)
    notes: int = 0

    def add(self, text: str, gold: Sequence[Span], found: Sequence[Span]) -> tuple[list[Span], list[Span]]:
        """Count one note; return the gold spans not covered and the spans that touch none."""
        self.notes += 1
        hidden = {place for span in found for place in range(span.start, span.end)}
        missed = []
        for span in gold:
            self.gold[span.label] += 1
            self.touched[span.label] += any(span.touches(other) for other in found)
            if all(place in hidden or not text[place].isalnum() for place in range(span.start, span.end)):
                self.covered[span.label] += 1
            else:
                missed.append(span)
        false = []
        for span in found:
            self.found[span.label] += 1
            if any(span.touches(other) for other in gold):
                self.right[span.label] += 1
            else:
                false.append(span)
        return missed, false

    def recall(self, labels: Iterable[Label]) -> float:
        """Return the share of the gold spans whose letters and digits are all covered."""
        return _share(self.covered, self.gold, labels)

    def overlap(self, labels: Iterable[Label]) -> float:
        """Return the share of the gold spans that are touched."""
        return _share(self.touched, self.gold, labels)

    def precision(self, labels: Iterable[Label]) -> float:
        """Return the share of the spans found that touch gold."""
        return _share(self.right, self.found, labels)

    @property
    def false_per_note(self) -> float:
        """Return how many spans a note touch no gold: questions that cost an author time."""
        return (self.found.total() - self.right.total()) / self.notes


def _share(part: Counter[Label], whole: Counter[Label], labels: Iterable[Label]) -> float:
    labels = tuple(labels)
    total = sum(whole[label] for label in labels)
    return sum(part[label] for label in labels) / total if total else 1.0
