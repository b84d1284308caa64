"""Files that must be refused, each with a reason: how many are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.media.cleaning import clean
from app.media.errors import DamagedPicture, PictureRefused
from app.media.originals import prepare
from tests.benchmarks.deid_images.figures import Figure, at_least, share
from tests.media import dicoms
from tests.media.polyglots import all_of_them
from tests.media.test_refusals import BOMBS, OTHER_KINDS, REFUSED_DICOMS, canvas, directory


def measure() -> list[Figure]:
    """Per group of files: refused, and for another reason than damage."""
    shown, refused = Counter[str](), Counter[str]()
    for group, data in files():
        shown[group] += 1
        refused[group] += is_refused(data)
    return [at_least(f"refused: {group} ({shown[group]})", share(refused[group], shown[group]), 1.0) for group in shown]


def files() -> Iterator[tuple[str, bytes]]:
    """Group and file."""
    yield from (("other kinds of files", data) for all_ in OTHER_KINDS.values() for data in all_)
    yield from (("pictures that are something else besides", data) for _, _, data, _ in all_of_them())
    yield from (("bombs", data) for data in (*BOMBS, canvas(60_000, 60_000), directory(60_000, 60_000)))
    for tags, why in REFUSED_DICOMS.values():
        if "damaged" not in why:
            yield "DICOM files that are no picture", dicoms.encoded(dicoms.dicom(**tags))


def is_refused(data: bytes) -> bool:
    """Whether it is refused, by name."""
    try:
        original = prepare(data)
        clean(original.data, frames=original.frames)
    except PictureRefused as refusal:
        return not isinstance(refusal, DamagedPicture)
    return False
