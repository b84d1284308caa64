"""Find the names of people: by a cue beside them, by what follows them, or because the lists know them."""

from __future__ import annotations

from app.deid.intervals import Taken
from app.deid.named import Named
from app.deid.names_after import after_cues, after_titles, signatures
from app.deid.names_alone import before_cues, listed
from app.deid.reading import Reading


def named(reading: Reading) -> list[Named]:
    """Return the names of a text in its order, the longest where they overlap."""
    found = [
        *after_titles(reading),
        *after_cues(reading),
        *signatures(reading),
        *before_cues(reading),
        *listed(reading),
    ]
    found.sort(key=lambda each: (not each.cued, each.start - each.end))
    kept: list[Named] = []
    taken = Taken()
    for each in found:
        if taken.is_free(each.start, each.end):
            taken.add(each.start, each.end)
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)
