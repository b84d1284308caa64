"""Measure what is found and what is left in pictures.

    python -m tests.benchmarks.deid_images [--size 1.0] [--seed 1] [--faces FOLDER]

Prints each figure beside its target; ends with 1 when one is missed. `--size` makes the corpus larger or smaller, a
different `--seed` makes a different one. Figures that need the [vision] extra are left out where it isn't installed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from app.media.scanning.detecting import Scanner
from tests.benchmarks.deid_images import burden, burned_in, faces, machine_codes
from tests.benchmarks.deid_images.figures import Figure

READERS = ("metadata", "refusals", "dicom_secrets")
"""What the readers of pictures keep back or turn away; each measures itself."""
PACKAGE = "tests.benchmarks.deid_images"


def main() -> int:
    """Measure all and print each figure when it is known; 1 when a target is missed."""
    figures = []
    print(f"{'':78}{'measured':>9} {'target':>8}")
    for figure in measured(_options()):
        figures.append(figure)
        target = f"{figure.target:g}" if figure.target else ""
        print(f"{figure.name:78}{figure.got:9.3f} {target:>8} {'ok' if figure.ok else 'MISSED'}", flush=True)
    return 0 if all(figure.ok for figure in figures) else 1


def measured(options: argparse.Namespace) -> Iterator[Figure]:
    """All figures, the quickest first."""
    for name in READERS:
        if find_spec(f"{PACKAGE}.{name}"):
            yield from (Figure(*found) for found in import_module(f"{PACKAGE}.{name}").measure())
    yield from machine_codes.measure(pictures=round(60 * options.size), seed=options.seed)
    if not Scanner().is_available:
        print("text and faces: left out, for the [vision] extra isn't installed")
        return
    with Scanner() as scanner:
        texts, clean = round(90 * options.size), round(54 * options.size)
        yield from burned_in.measure(scanner, pictures=texts, seed=options.seed)
        yield from burned_in.flagged(scanner, clean=clean, seed=options.seed)
        yield from faces.measure(scanner, pictures=round(100 * options.size), seed=options.seed, folder=options.faces)
    yield from burden.measure(seed=options.seed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m {PACKAGE}")
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faces", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
