"""Greys of a DICOM: from stored numbers through modality values to 16 bits, and the windows to show them by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset
from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut

Pixels = NDArray[Any]
Window = list[str | float]

DEEPEST = 65_535
OUTERMOST = 0.005
SAMPLED = 1_000_000
"""About how many pixels are looked at to find where the greys lie."""

CT = (
    ("soft_tissue", 40, 400),
    ("lung", -600, 1500),
    ("bone", 500, 2000),
    ("brain", 40, 80),
    ("mediastinum", 50, 350),
    ("liver", 60, 160),
)
"""Name, centre and width in Hounsfield units: usual reading windows."""

DISPLAYED = frozenset({"US", "ES", "XC", "OP", "GM", "SM", "DMS", "IVUS", "SC", "OT"})
"""Modalities whose 8-bit greys are meant for a screen as they are."""


@dataclass
class Greys:
    """One frame and what its file says about its numbers."""

    frame: Pixels
    dataset: FileDataset
    number: int

    @cached_property
    def slope(self) -> float:
        """From stored numbers to modality values: the factor."""
        return float(self._value("PixelValueTransformationSequence", "RescaleSlope", 1) or 1)

    @cached_property
    def intercept(self) -> float:
        """From stored numbers to modality values: what is added."""
        return float(self._value("PixelValueTransformationSequence", "RescaleIntercept", 0) or 0)

    @property
    def is_inverse(self) -> bool:
        """Whether the lowest value is white."""
        return str(self.dataset.PhotometricInterpretation) == "MONOCHROME1"

    def windows(self) -> list[tuple[float, float]]:
        """The file's own windows as (centre, width), in modality values."""
        centres = _several(self._value("FrameVOILUTSequence", "WindowCenter", None))
        widths = _several(self._value("FrameVOILUTSequence", "WindowWidth", None))
        pairs = ((centre, width) for centre, width in zip(centres, widths, strict=False) if width >= 1)
        return list(dict.fromkeys(pairs))

    @cached_property
    def values(self) -> Pixels:
        """Modality values; after the file's own curve, if it has that instead of a window."""
        values = self.frame
        if self.dataset.get("ModalityLUTSequence"):
            values = apply_modality_lut(values, self.dataset)
        elif (self.slope, self.intercept) != (1.0, 0.0):
            values = values * np.float32(self.slope) + np.float32(self.intercept)
        if self.has_curve:
            values = apply_voi_lut(np.rint(values).astype(np.int32), self.dataset, prefer_lut=True)
        return values

    @property
    def has_curve(self) -> bool:
        """Whether the file says by a table how its values are shown."""
        return bool(self.dataset.get("VOILUTSequence")) and not self.windows()

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Which pixels are the picture's, and not its padding."""
        padding = self.dataset.get("PixelPaddingValue")
        if padding is None:
            return np.ones(self.frame.shape, dtype=np.bool_)
        signed = np.array([int(padding) & DEEPEST], dtype=np.uint16).view(np.int16)[0]
        low = int(signed) if self.frame.dtype.kind == "i" else int(padding) & DEEPEST
        high = int(self.dataset.get("PixelPaddingRangeLimit") or low)
        return ~((self.frame >= min(low, high)) & (self.frame <= max(low, high)))

    def _value(self, sequence: str, name: str, default: object) -> Any:
        """Of this frame, of all frames, or of the file."""
        for groups, at in (("PerFrameFunctionalGroupsSequence", self.number), ("SharedFunctionalGroupsSequence", 0)):
            items = self.dataset.get(groups) or []
            inner: list[Dataset] = (items[at].get(sequence) or []) if at < len(items) else []
            if inner and name in inner[0]:
                return inner[0].get(name)
        return self.dataset.get(name, default)


@dataclass(frozen=True)
class Scale:
    """How modality values became 16-bit greys: `(value - low) * factor`, counted from white where inverse."""

    low: float
    factor: float
    top: float
    is_inverse: bool

    def of(self, value: float) -> float:
        """The grey of a modality value, not cut to 16 bits."""
        grey = (value - self.low) * self.factor
        return self.top - grey if self.is_inverse else grey


def stored(greys: list[Greys]) -> tuple[Scale, list[NDArray[np.uint16]]]:
    """All frames as greys of 16 bits on one scale; whole numbers stay apart by one where they have room."""
    lows, highs = zip(*(_ends(grey) for grey in greys), strict=True)
    low, high = float(min(lows)), float(max(highs))
    whole = all(grey.values.dtype.kind in "iu" or float(grey.slope).is_integer() for grey in greys)
    factor = 1.0 if whole and high - low <= DEEPEST else DEEPEST / max(high - low, 1e-6)
    scale = Scale(low, factor, round((high - low) * factor), greys[0].is_inverse)
    return scale, [_page(grey, scale) for grey in greys]


def _ends(grey: Greys) -> tuple[float, float]:
    values = grey.values[grey.counted]
    values = values if values.size else grey.values
    return float(values.min()), float(values.max())


def _page(grey: Greys, scale: Scale) -> NDArray[np.uint16]:
    page = np.rint((grey.values.astype(np.float64) - scale.low) * scale.factor)
    page = scale.top - page if scale.is_inverse else page
    page[~grey.counted] = 0
    return np.clip(page, 0, DEEPEST).astype(np.uint16)


def windows_of(greys: list[Greys], scale: Scale) -> list[Window]:
    """Name, low and high grey of each way to show the stack, the one to begin with first."""
    first, low, high = greys[0], *_middle(greys)
    dataset = first.dataset
    automatic = _window("automatic", low, high, scale)
    own = [_ct(f"file_{at}", *pair, scale) for at, pair in enumerate(first.windows()[:8], 1) if _fits(pair, low, high)]
    if dataset.get("Modality") == "CT" and not first.has_curve:
        return [*own, *(_ct(name, centre, width, scale) for name, centre, width in CT), automatic]
    bits = int(dataset.BitsStored)
    if first.has_curve or (bits <= 8 and (dataset.get("Modality") in DISPLAYED or not own)):
        return [_window("full", *_full(first), scale), *own, automatic]
    return [automatic, *own]


def _ct(name: str, centre: float, width: float, scale: Scale) -> Window:
    """A window of DICOM PS3.3 C.11.2.1.2.1: black up to the first value, white from the second."""
    half = max(width - 1, 1) / 2
    return _window(name, centre - 0.5 - half, centre - 0.5 + half, scale)


def _window(name: str, low: float, high: float, scale: Scale) -> Window:
    ends = sorted((scale.of(low), scale.of(high)))
    return [name, ends[0], max(ends[1], ends[0] + 1)]


def _full(grey: Greys) -> tuple[float, float]:
    """From the lowest to the highest value that the file's numbers can be; of a curve, that its greys are."""
    if grey.has_curve:
        depth = int(grey.dataset.VOILUTSequence[0].LUTDescriptor[2])
        return 0.0, float((1 << min(max(depth, 8), 16)) - 1)
    bits = int(grey.dataset.BitsStored)
    start = -(1 << (bits - 1)) if grey.dataset.PixelRepresentation else 0
    ends = (start * grey.slope + grey.intercept, (start + (1 << bits) - 1) * grey.slope + grey.intercept)
    return min(ends), max(ends)


def _middle(greys: list[Greys]) -> tuple[float, float]:
    """Between which values all but the outermost half per cent at each end lie.

    (NumPy's percentile would load a module, and by now no file can be opened.)
    """
    step = max(1, sum(grey.values.size for grey in greys) // SAMPLED)
    sampled = np.concatenate([grey.values[grey.counted].ravel()[::step] for grey in greys])
    if not sampled.size:
        return 0.0, 1.0
    sampled.sort()
    last = sampled.size - 1
    return float(sampled[round(last * OUTERMOST)]), float(sampled[round(last * (1 - OUTERMOST))])


def _fits(pair: tuple[float, float], low: float, high: float) -> bool:
    """Whether a window of the file shows any of its values: some files carry one of another picture."""
    centre, width = pair
    return centre - width / 2 < high and centre + width / 2 > low


def _several(value: object) -> list[float]:
    """One number or several, as the header gives them."""
    values = [value] if isinstance(value, (int, float, str)) else list(value or [])  # type: ignore[call-overload]
    try:
        return [float(each) for each in values if abs(float(each)) < 1e9]
    except (TypeError, ValueError):
        return []
