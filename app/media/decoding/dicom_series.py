"""Which files belong together: the slices of one series, in their order along the body."""

from __future__ import annotations

from collections.abc import Iterable

from pydicom.dataset import FileDataset

from app.media.decoding.confined import Request
from app.media.decoding.dicom_refusals import frames_of

SLICED = frozenset({"CT", "MR", "PT"})
"""Modalities whose series are one volume. A series of films or of ultrasound pictures is several views: each needs
rectangles of its own."""

ALIKE = (
    "SeriesInstanceUID",
    "Rows",
    "Columns",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "BitsAllocated",
    "PixelRepresentation",
)


def grouped(datasets: dict[int, FileDataset], request: Request) -> list[list[int]]:
    """The numbers of the files of each picture, in the order in which the first of them came."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, dataset in datasets.items():
        groups.setdefault(_key(number, dataset), []).append(number)
    return [part for numbers in groups.values() for part in _parts(_ordered(numbers, datasets), datasets, request)]


def _key(number: int, dataset: FileDataset) -> tuple[object, ...]:
    if dataset.get("Modality") not in SLICED or frames_of(dataset) > 1 or not dataset.get("SeriesInstanceUID"):
        return (number,)
    alike = [str(dataset.get(name)) for name in ALIKE]
    return (*alike, *(round(value, 1) for value in _numbers(dataset, "ImageOrientationPatient", 6)))


def _ordered(numbers: list[int], datasets: dict[int, FileDataset]) -> list[int]:
    """By place along the body where each file tells it, else by number."""
    places = [_place(datasets[number]) for number in numbers]
    if all(place is not None for place in places) and len(set(places)) > 1:
        return [number for _, number in sorted(zip(places, numbers, strict=True))]
    return sorted(numbers, key=lambda number: (_instance(datasets[number]), number))


def _parts(numbers: list[int], datasets: dict[int, FileDataset], request: Request) -> Iterable[list[int]]:
    """Cut a series that is longer than a stack may be."""
    pixels = int(datasets[numbers[0]].Rows) * int(datasets[numbers[0]].Columns)
    most = max(1, min(request["max_frames"], request["max_volume"] // pixels))
    return [numbers[start : start + most] for start in range(0, len(numbers), most)]


def _place(dataset: FileDataset) -> float | None:
    """Millimetres along the normal of the slices."""
    at, across = _numbers(dataset, "ImagePositionPatient", 3), _numbers(dataset, "ImageOrientationPatient", 6)
    if not at or not across:
        return None
    (a, b, c), (d, e, f) = across[:3], across[3:]
    normal = (b * f - c * e, c * d - a * f, a * e - b * d)
    return round(sum(place * part for place, part in zip(at, normal, strict=True)), 3)


def _instance(dataset: FileDataset) -> int:
    try:
        return int(dataset.get("InstanceNumber") or 0)
    except (TypeError, ValueError):
        return 0


def _numbers(dataset: FileDataset, name: str, count: int) -> tuple[float, ...]:
    try:
        values = tuple(float(value) for value in dataset.get(name) or ())
    except (TypeError, ValueError):
        return ()
    return values if len(values) == count else ()
