"""De-identify a folder of pictures, accepting every proposal of the detectors; for batches and for measuring."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from app.deid.file_names import tells_somebody
from app.kernel.errors import Refusal
from app.media.cleaning import Drawing, FullSize, draw
from app.media.formats import kind_of
from app.media.geometry import box_of, is_same
from app.media.models import Rectangle
from app.media.originals import Original, prepare
from app.media.redaction import Plan, fit
from app.media.scanning.detecting import ScanFailed, Scanner
from app.media.scanning.findings import FindingKind, Seen

log = logging.getLogger(__name__)
LOOKS = 3
"""How often the detectors look: at the picture, and at what they had covered."""
PHOTOS = frozenset({"JPEG", "HEIF", "AVIF"})
"""Kinds of file that have lost detail to be small already; all others come out as PNG, pixel by pixel."""


@dataclass(frozen=True)
class Found:
    """Something that was covered; in pixels of the picture at full size."""

    kind: str
    frame: int
    x: int
    y: int
    width: int
    height: int
    score: float


def clean_folder(
    source: Path, target: Path, scanner: Scanner, report: TextIO, tick: Callable[[int, int], None]
) -> dict[str, int]:
    """Write each picture of `source`, however deep, into `target`, with one line of JSON each in `report`.

    Returns how many were cleaned, refused and failed. A file that isn't cleaned leaves nothing in `target` and stops
    none of the others.
    """
    target.mkdir(parents=True, exist_ok=True)
    files = sorted(path for path in source.rglob("*") if path.is_file() and target not in path.parents)
    counts = {"cleaned": 0, "refused": 0, "failed": 0}
    for number, path in enumerate(files, 1):
        line = _clean_file(path, target / path.parent.relative_to(source), number, scanner)
        counts[str(line["status"])] += 1
        report.write(json.dumps({"file": str(path.relative_to(source)), **line}) + "\n")
        report.flush()
        tick(number, len(files))
    return counts


def _clean_file(path: Path, folder: Path, number: int, scanner: Scanner) -> dict[str, object]:
    """What the report says about one file."""
    try:
        data = path.read_bytes()
        original = prepare(data)
        form = FullSize.JPEG if kind_of(data) in PHOTOS else FullSize.PNG
        drawing, found = _covered(original, form, scanner)
        names = _write(drawing, folder, neutral_name(path.stem, number), form)
    except Refusal as refusal:
        return {"status": "refused", "reason": str(refusal)}
    except ScanFailed:
        return {"status": "failed", "reason": "The detectors could not look at this picture, so it was left out."}
    except Exception as error:
        log.exception("file %s of the folder could not be cleaned", number)
        return {"status": "failed", "reason": f"This file could not be cleaned ({type(error).__name__})."}
    return {
        "status": "cleaned",
        "out": names,
        "width": drawing.width,
        "height": drawing.height,
        "frames": len(drawing.pages),
        "scanned": scanner.is_available,
        "findings": [asdict(each) for each in found],
    }


def _covered(original: Original, form: FullSize, scanner: Scanner) -> tuple[Drawing, list[Found]]:
    """The picture with everything covered that the detectors saw, looking again until they see nothing new."""
    window = original.windows[0] if original.windows else None
    found: list[Found] = []
    covers: list[Rectangle] = []
    drawing = draw(original.data, Plan(window=window), frames=original.frames, form=form)
    for _ in range(LOOKS):
        fresh = [each for each in _seen(drawing, scanner) if not _is_covered(each, covers)]
        if not fresh:
            break
        found += fresh
        covers += fit(map(box_of, fresh), width=drawing.width, height=drawing.height)
        drawing = draw(original.data, Plan(tuple(covers), window=window), frames=original.frames, form=form)
    return drawing, found


def _seen(drawing: Drawing, scanner: Scanner) -> Iterator[Found]:
    for code in drawing.codes:
        yield Found(FindingKind.CODE.value, code.frame, code.x, code.y, code.width, code.height, 1.0)
    for frame, page in enumerate(drawing.pages if scanner.is_available else ()):
        yield from (_found(frame, sight) for sight in scanner.scan(page))


def _found(frame: int, sight: Seen) -> Found:
    score = round(sight.score, 3)
    return Found(sight.kind.value, frame, sight.x, sight.y, sight.width, sight.height, score)


def _is_covered(found: Found, covers: Iterable[Rectangle]) -> bool:
    """Detectors may take the cover itself for something."""
    return any(is_same(box_of(found), cover) for cover in covers)


def neutral_name(stem: str, number: int) -> str:
    """The file's name without its ending, or a number where the name itself could tell who it is."""
    return f"picture-{number:05d}" if tells_somebody(stem) else stem


def _write(drawing: Drawing, folder: Path, stem: str, form: FullSize) -> list[str]:
    """Write one file per frame; what was written of a picture that fails half-way is taken away again."""
    folder.mkdir(parents=True, exist_ok=True)
    ending = "jpg" if form is FullSize.JPEG else "png"
    numbers = [""] if len(drawing.pages) == 1 else [f"-{number:03d}" for number in range(1, len(drawing.pages) + 1)]
    paths = [folder / f"{stem}{number}.{ending}" for number in numbers]
    try:
        for path, page in zip(paths, drawing.pages, strict=True):
            path.write_bytes(page)
    except OSError:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
    return [path.name for path in paths]
