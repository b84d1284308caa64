"""A name as it was found, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from app.deid.name_cues import Bearer
from app.deid.name_runs import Run
from app.deid.reading import Reading


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: its place in characters and words, whose it is, and whether a cue says so."""

    start: int
    end: int
    run: Run
    bearer: Bearer
    cued: bool


def name_of(reading: Reading, run: Run, bearer: Bearer, *, cued: bool = True) -> Named:
    """Return the name that a run is; the full stop of a last initial belongs to it."""
    tokens = reading.tokens
    end = tokens[run.last - 1].end
    if tokens[run.last - 1].initial and reading.text.startswith(".", end):
        end += 1
    return Named(tokens[run.first].start, end, run, bearer, cued)
