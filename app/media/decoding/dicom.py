"""From DICOM files to plain pixels: a stack of PNGs per picture, and the few facts of an allow-list.

A request names: lengths (of the files, which follow each other), max_pixels, max_side, max_frames, max_volume (pixels
of all frames together), memory, seconds. The answer lists `originals`: each with the numbers of the files that it was
made of, and either `bytes`, `frames`, `windows` and `facts`, or `refused`. Nothing else of a header leaves the child.
"""

from __future__ import annotations

import codecs
import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from PIL import Image, Jpeg2KImagePlugin, JpegImagePlugin, PngImagePlugin
from pydicom import charset, config, dcmread
from pydicom.dataset import FileDataset
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import AllTransferSyntaxes

from app.media.decoding import dicom_refusals
from app.media.decoding.confined import Answer, Request, attempt, serve
from app.media.decoding.dicom_facts import facts_of
from app.media.decoding.dicom_pixels import drawn
from app.media.decoding.dicom_series import grouped

LOADED_AHEAD = (Jpeg2KImagePlugin, JpegImagePlugin, PngImagePlugin)
"""Pillow imports these when it first needs them; by then no file can be opened any more."""


def main() -> None:
    """Answer one request."""
    prepare()
    serve(work)


def prepare() -> None:
    """Load what would be loaded later, and keep the reader from telling anybody what it reads."""
    warnings.simplefilter("ignore")
    logging.disable()
    config.settings.reading_validation_mode = config.IGNORE
    for name in charset.python_encoding.values():
        with suppress(LookupError):
            codecs.lookup(name)
    for syntax in AllTransferSyntaxes:
        with suppress(NotImplementedError):
            get_decoder(syntax).available_plugins  # noqa: B018 -- looks for the plugins once
    Image.preinit()


def work(request: Request, data: bytes) -> Answer:
    """Read each file, put the slices of a series together, and draw each picture."""
    Image.MAX_IMAGE_PIXELS = request["max_pixels"] // 2
    answered: list[dict[str, Any]] = []
    files: list[bytes] = []
    datasets: dict[int, FileDataset] = {}
    for number, content in enumerate(parts(data, request["lengths"])):
        head, _ = attempt(partial(_read, content, number, datasets, request))
        if "refused" in head:
            answered.append({"sources": [number], **head})
    for numbers in grouped(datasets, request):
        head, drawings = attempt(partial(_original, [datasets.pop(number) for number in numbers]))
        answered.append({"sources": numbers, **head})
        files += drawings
    return {"originals": answered}, files


def parts(data: bytes, lengths: list[int]) -> Iterator[bytes]:
    """The files that were sent one after another."""
    start = 0
    for length in lengths:
        yield data[start : start + length]
        start += length


def _read(content: bytes, number: int, datasets: dict[int, FileDataset], request: Request) -> Answer:
    """Read one header, with or without the usual beginning, and keep it if it can become a picture."""
    dicom_refusals.check_file(content)
    dataset = dcmread(io.BytesIO(content), force=True)
    dicom_refusals.check(dataset, request)
    datasets[number] = dataset
    return {}, []


def _original(datasets: list[FileDataset]) -> Answer:
    stack, frames, windows = drawn(datasets)
    head = {"bytes": len(stack), "frames": frames, "windows": windows, "facts": facts_of(datasets[0])}
    return head, [stack]


if __name__ == "__main__":
    main()
