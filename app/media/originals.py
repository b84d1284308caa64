"""From uploads to originals: what is kept in quarantine while its author works on a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from app.kernel.settings import MEGABYTE
from app.media import dicom
from app.media.dicom import Facts, Original
from app.media.errors import EmptyFile, NotAPicture, PictureRefused, TooLarge, UnsupportedFormat
from app.media.formats import ACCEPTED, DICOM, STACK, kind_of

__all__ = ["MAX_BYTES", "Facts", "Original", "Prepared", "prepare", "prepare_all", "read_upload"]

MAX_BYTES = 25 * MEGABYTE


@dataclass(frozen=True)
class Prepared:
    """What became of one upload, or of several that are one series: an original or a refusal.

    `sources` are the numbers of those uploads, in the order of the frames.
    """

    sources: tuple[int, ...]
    result: Original | PictureRefused


def prepare(upload: BinaryIO | bytes, *, max_bytes: int = MAX_BYTES) -> Original:
    """Check what kind of file it is, and of a DICOM keep the pixels alone; raises a PictureRefused."""
    data = read_upload(upload, max_bytes=max_bytes)
    if check_kind(data) != DICOM:
        return Original(data)
    return dicom.original_of(data)


def prepare_all(uploads: Sequence[bytes], *, max_bytes: int = MAX_BYTES) -> list[Prepared]:
    """Prepare each upload, so that a refused one takes none of the others with it.

    Single slices of one DICOM series (CT, MR, PET) become one stack, in their order along the body; everything else
    is an original of its own. In the order of the first upload of each.
    """
    prepared: list[Prepared] = []
    slices: dict[int, bytes] = {}
    for number, upload in enumerate(uploads):
        try:
            data = read_upload(upload, max_bytes=max_bytes)
            if check_kind(data) == DICOM:
                slices[number] = data
            else:
                prepared.append(Prepared((number,), Original(data)))
        except PictureRefused as refusal:
            prepared.append(Prepared((number,), refusal))
    numbers = list(slices)
    for places, result in dicom.originals_of(list(slices.values())):
        prepared.append(Prepared(tuple(numbers[place] for place in places), result))
    return sorted(prepared, key=lambda each: min(each.sources))


def check_kind(data: bytes) -> str:
    """The kind of an upload that is taken; raises NotAPicture or UnsupportedFormat."""
    kind = kind_of(data)
    if kind is None or kind == STACK:
        raise NotAPicture()
    if kind not in ACCEPTED | {DICOM}:
        raise UnsupportedFormat(kind)
    return kind


def read_upload(upload: BinaryIO | bytes, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the upload's bytes; raises EmptyFile or TooLarge, having read one byte too many at most."""
    data = upload if isinstance(upload, bytes) else upload.read(max_bytes + 1)
    if not data:
        raise EmptyFile()
    if len(data) > max_bytes:
        raise TooLarge(max_bytes // MEGABYTE)
    return data
