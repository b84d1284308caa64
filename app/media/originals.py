"""From uploads to originals: what is kept in quarantine while its author works on a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from app.kernel.settings import MEGABYTE
from app.media.errors import EmptyFile, NotAPicture, TooLarge, UnsupportedFormat
from app.media.formats import ACCEPTED, kind_of
from app.media.redaction import Window

MAX_BYTES = 25 * MEGABYTE


@dataclass(frozen=True)
class Facts:
    """What a DICOM's header may tell the case form; each value is of a fixed list, or None.

    `modality`, `age_band` and `sex` are values of the enums in app.cases.rules; `body_part`, `laterality` (L, R, B)
    and `view` are DICOM codes. `spacing` is millimetres from one row, and from one column, to the next.
    """

    modality: str | None = None
    body_part: str | None = None
    laterality: str | None = None
    view: str | None = None
    age_band: str | None = None
    sex: str | None = None
    spacing: tuple[float, float] | None = None


@dataclass(frozen=True)
class Original:
    """What `clean()` draws from, again and again: the upload, or of a DICOM its pixels alone.

    `windows` are the ways to show a 16-bit original, the one to begin with first; empty for all others. Its plan
    must name one of them.
    """

    data: bytes
    frames: int = 1
    facts: Facts | None = None
    windows: tuple[Window, ...] = ()


def prepare(upload: BinaryIO | bytes, *, max_bytes: int = MAX_BYTES) -> Original:
    """Check what kind of file it is; raises a PictureRefused of app.media.errors."""
    data = read_upload(upload, max_bytes=max_bytes)
    kind = kind_of(data)
    if kind is None:
        raise NotAPicture()
    if kind not in ACCEPTED:
        raise UnsupportedFormat(kind)
    return Original(data)


def prepare_series(uploads: Sequence[bytes], *, max_bytes: int = MAX_BYTES) -> list[Original]:
    """Prepare each upload; single frames of one DICOM series become one stack, in the series' order.

    Raises a PictureRefused of app.media.errors for the first file that isn't taken.
    """
    return [prepare(upload, max_bytes=max_bytes) for upload in uploads]


def read_upload(upload: BinaryIO | bytes, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the upload's bytes; raises EmptyFile or TooLarge, having read one byte too many at most."""
    data = upload if isinstance(upload, bytes) else upload.read(max_bytes + 1)
    if not data:
        raise EmptyFile()
    if len(data) > max_bytes:
        raise TooLarge(max_bytes // MEGABYTE)
    return data
