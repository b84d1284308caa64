"""Opening a file as the one format that its first bytes promise, within the limits."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from app.media.decoding.confined import Refused, Request

STACK_MAGIC = b"casebook stack 1\n"
"""Begins a stack: then one line of JSON with the lengths of the files that follow. Only we make one: of PNGs from a
DICOM, or of the JPEGs that we drew of one."""
JPEG_START = b"\xff\xd8\xff"


def stack_of(frames: list[bytes]) -> bytes:
    """Put frames, each a PNG or a JPEG, into one file."""
    return STACK_MAGIC + json.dumps([len(frame) for frame in frames]).encode() + b"\n" + b"".join(frames)


def frames_of(data: bytes, request: Request) -> Iterator[Image.Image]:
    """Each frame, decoded; raises Refused for another number of frames than was asked for."""
    if request["format"] != "STACK":
        yield opened(data, request["format"], request)
        return
    line, _, body = data.removeprefix(STACK_MAGIC).partition(b"\n")
    lengths = json.loads(line)
    if len(lengths) != request["frames"] or sum(lengths) != len(body):
        raise Refused("damaged")
    start = 0
    for length in lengths:
        frame = body[start : start + length]
        yield opened(frame, "JPEG" if frame.startswith(JPEG_START) else "PNG", request)
        start += length


def opened(data: bytes, form: str, request: Request) -> Image.Image:
    """Decode one picture; raises Refused before decoding one that is too large."""
    picture = Image.open(io.BytesIO(data), formats=[form])
    check_size(picture, request)
    check_pixels(picture)
    picture.load()
    check_size(picture, request)  # HEIF learns its true size only now
    return picture


def check_size(picture: Image.Image, request: Request) -> None:
    """Raise Refused for too many pixels or too long a side."""
    if picture.width * picture.height > request["max_pixels"] or max(picture.size) > request["max_side"]:
        raise Refused("too_many_pixels")


DNG_VERSION, SMALLER_PICTURES, KIND_OF_PAGE = 0xC612, 0x014A, 0x00FE


def check_pixels(picture: Image.Image) -> None:
    """Raise Refused for measurements that have no black and white, and for a sensor's record with its small preview."""
    if picture.mode == "F":
        raise Refused("unshowable")
    tags = picture.tag_v2 if isinstance(picture, TiffImageFile) else {}
    if DNG_VERSION in tags or (SMALLER_PICTURES in tags and tags.get(KIND_OF_PAGE) == 1):
        raise Refused("camera raw")
