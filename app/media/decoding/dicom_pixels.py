"""The pixels of a DICOM as PNGs: greys in up to 16 bits with windows to show them by, or colours in 8 bits.

The arithmetic is that of DICOM PS3.3: C.7.6.3 (how pixels are stored), C.11.1 (modality values), C.11.2 (windows),
C.7.6.5 (palettes). Overlays are never drawn, not even those in unused bits of the pixels.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import FileDataset
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless

from app.media.decoding.confined import Refused
from app.media.decoding.dicom_greys import Greys, Window, stored, windows_of
from app.media.decoding.dicom_refusals import UNPACKED, frames_of
from app.media.decoding.opening import stack_of

Pixels = NDArray[Any]

COLOURS = frozenset({"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT", "YBR_PARTIAL_420", "PALETTE COLOR"})
GREYS = frozenset({"MONOCHROME1", "MONOCHROME2"})


def drawn(datasets: list[FileDataset]) -> tuple[bytes, int, list[Window]]:
    """The stack of all frames of these files, how many they are, and the windows of greys."""
    kind = str(datasets[0].get("PhotometricInterpretation") or "")
    if kind in GREYS:
        return _grey_stack(datasets)
    if kind not in COLOURS:
        raise Refused("pixels")
    pages = [_png(frame) for dataset in datasets for frame in colours(dataset)]
    return stack_of(pages), len(pages), []


def _grey_stack(datasets: list[FileDataset]) -> tuple[bytes, int, list[Window]]:
    greys = [Greys(frame, dataset, number) for dataset in datasets for number, frame in enumerate(frames(dataset))]
    scale, pages = stored(greys)
    return stack_of([_png(page) for page in pages]), len(greys), windows_of(greys, scale)


def frames(dataset: FileDataset) -> Iterator[Pixels]:
    """Each frame as numbers, with the bits alone that are the picture's; colours as RGB or as palette numbers."""
    syntax = UID(dataset.file_meta.get("TransferSyntaxUID") or _guessed_syntax(dataset))
    dataset.file_meta.TransferSyntaxUID = syntax
    plain = bool(UNPACKED.fullmatch(str(syntax))) or syntax == RLELossless
    decoder, options = get_decoder(syntax), cast(Any, {"correct_unused_bits": not plain})
    for number in range(frames_of(dataset)):
        frame, _ = decoder.as_array(dataset, index=number, **options)
        yield _picture_bits(frame, dataset) if plain else frame


def _guessed_syntax(dataset: FileDataset) -> str:
    """Of a file without a beginning: as it was read."""
    is_implicit, is_little = dataset.original_encoding
    if is_implicit:
        return ImplicitVRLittleEndian
    return ExplicitVRLittleEndian if is_little else ExplicitVRBigEndian


def _picture_bits(frame: Pixels, dataset: FileDataset) -> Pixels:
    """Drop the bits above and below the picture's: an overlay may lie in them."""
    wide, bits, high = int(dataset.BitsAllocated), int(dataset.BitsStored), int(dataset.HighBit)
    if wide in (bits, 1):
        return frame
    if not 0 < bits <= high + 1 <= wide:
        raise Refused("pixels")
    frame = np.left_shift(frame, wide - 1 - high)
    return np.right_shift(frame, wide - bits)  # of signed numbers the sign is kept


def colours(dataset: FileDataset) -> Iterator[Pixels]:
    """Each frame as RGB of 8 bits."""
    has_palette = dataset.PhotometricInterpretation == "PALETTE COLOR"
    for frame in frames(dataset):
        page = apply_color_lut(frame, dataset)[..., :3] if has_palette else frame
        bits = 8 * page.dtype.itemsize if has_palette else int(dataset.BitsStored)
        yield (page >> (bits - 8) if bits > 8 else page).astype(np.uint8)


def _png(page: Pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(page)).save(file, "PNG", compress_level=1)
    return file.getvalue()
