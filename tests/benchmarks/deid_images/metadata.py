"""Secrets planted in every carrier of every format: how many files come out without a trace."""

from __future__ import annotations

from collections.abc import Iterator

from app.media.cleaning import FullSize, clean, draw
from app.media.originals import prepare
from app.media.redaction import Plan
from tests.benchmarks.deid_images.figures import Figure, at_least, share
from tests.media.pictures import FORMATS, SECRET_BYTES, encoded, photo, traces, with_secrets
from tests.media.polyglots import ordinary, with_words


def measure() -> list[Figure]:
    """Per format, over what readers get and what is drawn at full size; and how many ordinary photos are taken."""
    carriers = list(planted())
    figures = []
    for form in FORMATS:
        files = [data for name, data in carriers if name == form]
        clear = sum(not any(traces(part) for part in drawn(data)) for data in files)
        figures.append(at_least(f"metadata: {form} without a trace ({len(files)})", share(clear, len(files)), 1.0))
    photos = ordinary()
    taken = sum(len(clean(prepare(data).data).renditions) == 6 for _, data in photos.values())
    return [*figures, at_least(f"ordinary photos taken ({len(photos)})", share(taken, len(photos)), 1.0)]


def planted() -> Iterator[tuple[str, bytes]]:
    """Format and file, of each file with secrets in it."""
    for form in FORMATS:
        yield form, with_secrets(form)
        yield form, with_words(form, SECRET_BYTES)
        yield form, encoded(photo(), form) + b"\0\0" + SECRET_BYTES * 20


def drawn(data: bytes) -> Iterator[bytes]:
    """Every file that the house would make of it."""
    original = prepare(data).data
    yield from (made.data for made in clean(original).renditions)
    kept = Plan(turn=1, crop={"x": 8, "y": 8, "width": 40, "height": 40})
    yield from (made.data for made in clean(original, kept).renditions)
    yield from draw(original, form=FullSize.PNG).pages
