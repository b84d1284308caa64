"""What a scan costs: a 12-megapixel photo on one processor, and the scanner's memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median

from app.media.scanning.detecting import Scanner
from tests.benchmarks.deid_images.figures import Figure, at_most
from tests.benchmarks.deid_images.grounds import file_of, ground
from tests.benchmarks.deid_images.lettering import LOOKS, plant

TWELVE_MEGAPIXELS = (4000, 3000)


def measure(*, seed: int) -> list[Figure]:
    """Seconds with and without the child's start; peak memory after pictures of many sizes."""
    pictures = [_picture(seed, number) for number in range(6)]
    with _on_one_processor(), Scanner() as scanner:
        first = _seconds(scanner, pictures[0])
        warm = median(_seconds(scanner, picture) for picture in pictures[1:])
        for width in (300, 900, 2500, 5000, 7000):
            scanner.scan(file_of(ground(Random(f"size {seed} {width}"), (width, width))))
        peak = peak_megabytes(scanner)
    return [
        at_most("12 megapixels on one processor, with the scanner's start: seconds", first, 4.0),
        at_most("12 megapixels on one processor, scanner running: seconds", warm, 4.0),
        at_most("scanner's peak memory (up to 49 megapixels): MB", peak, 1000),
    ]


def peak_megabytes(scanner: Scanner) -> float:
    """The most memory that the running child has held."""
    status = Path(f"/proc/{scanner.process_id}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def _picture(seed: int, number: int) -> bytes:
    rng = Random(f"burden {seed} {number}")
    picture, _ = plant(ground(rng, TWELVE_MEGAPIXELS), rng, LOOKS[number])
    return file_of(picture)


def _seconds(scanner: Scanner, picture: bytes) -> float:
    begin = time.perf_counter()
    scanner.scan(picture)
    return time.perf_counter() - begin


@contextmanager
def _on_one_processor() -> Iterator[None]:
    """This process and the children that it starts."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
