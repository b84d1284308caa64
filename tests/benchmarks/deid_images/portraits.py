"""Faces as they are found on medical pictures, made of photographs that installed packages carry.

The project holds no photograph of a person. scikit-image brings one of astronaut Eileen Collins (NASA, public
domain) and small grey faces of the LFW set; a folder of one's own adds more, with a `boxes.csv` of file, left, top,
right, bottom.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from tests.benchmarks.deid_images.grounds import file_of, ground

Box = tuple[float, float, float, float]
ASTRONAUT: Box = (175, 60, 275, 186)
MOST_ENLARGED = 8
SMALL_FACES = 100
"""The first hundred of scikit-image's LFW subset are faces, the others are not."""


@dataclass(frozen=True)
class Portrait:
    """A photograph of somebody, where their face is in it, and how many pixels high it was when it was taken."""

    picture: Image.Image
    face: Box
    taken: float

    @property
    def is_coarse(self) -> bool:
        """Too coarse for half of it to be hidden: nobody could tell what is left from a pattern."""
        return self.taken < 60


@dataclass(frozen=True)
class Sitting:
    """A picture with one face in it, as a file; `face` is where, `change` what was done to it."""

    data: bytes
    face: Box
    change: str


def portraits(folder: Path | None = None) -> list[Portrait]:
    """All that is at hand; none where scikit-image isn't installed and no folder is given."""
    return [*_of_scikit_image(), *(_of_folder(folder) if folder else ())]


def sitting(rng: Random, portrait: Portrait) -> Sitting:
    """The face with something done to it, of some size, turned or tilted, somewhere on a clean picture."""
    name, change = rng.choice(CHANGES[:-HIDING] if portrait.is_coarse else CHANGES)
    part, face = _patch(rng, portrait)
    part = change(rng, part, face)
    made = ground(rng, rng.choice(((1024, 768), (1600, 1200), (2048, 1536), (4000, 3000))))
    height = max(28.0, max(made.size) * 10 ** rng.uniform(-1.5, -0.25))
    height = min(height, MOST_ENLARGED * portrait.taken)
    scale = min(height / (face[3] - face[1]), 0.98 * made.width / part.width, 0.98 * made.height / part.height)
    part = part.resize(
        (max(1, round(part.width * scale)), max(1, round(part.height * scale))), Image.Resampling.BICUBIC
    )
    face = tuple(value * scale for value in face)  # type: ignore[assignment]
    angle = rng.choice((0, 0, 0, 90, 180, 270, rng.uniform(-30, 30)))
    part, face = _turned(part, face, angle)
    scale = min(1.0, made.width / part.width, made.height / part.height)
    x, y = rng.randrange(max(1, made.width - part.width)), rng.randrange(max(1, made.height - part.height))
    made.paste(part, (x, y), part.getchannel("A"))
    left, top, right, bottom = face
    place = (max(0, left + x), max(0, top + y), min(made.width, right + x), min(made.height, bottom + y))
    return Sitting(
        file_of(made, quality=rng.choice((60, 85))), place, f"{name}, {'tilted' if angle % 90 else f'{angle} degrees'}"
    )


def _plain(_rng: Random, part: Image.Image, _face: Box) -> Image.Image:
    return part


def _grey(_rng: Random, part: Image.Image, _face: Box) -> Image.Image:
    return _with_alpha(part, part.convert("L").convert("RGB"))


def _dark(rng: Random, part: Image.Image, _face: Box) -> Image.Image:
    return _with_alpha(part, ImageEnhance.Brightness(part.convert("RGB")).enhance(rng.uniform(0.3, 0.6)))


def _bright(rng: Random, part: Image.Image, _face: Box) -> Image.Image:
    return _with_alpha(part, ImageEnhance.Brightness(part.convert("RGB")).enhance(rng.uniform(1.2, 1.6)))


def _flat(rng: Random, part: Image.Image, _face: Box) -> Image.Image:
    return _with_alpha(part, ImageEnhance.Contrast(part.convert("RGB")).enhance(rng.uniform(0.4, 0.7)))


def _darker_skin(rng: Random, part: Image.Image, _face: Box) -> Image.Image:
    gamma = rng.uniform(1.4, 2.2)
    return _with_alpha(part, part.convert("RGB").point(lambda value: 255 * (value / 255) ** gamma))


def _cast(rng: Random, part: Image.Image, _face: Box) -> Image.Image:
    tint = Image.new("RGB", part.size, rng.choice(((255, 170, 80), (90, 140, 255), (120, 255, 140))))
    return _with_alpha(part, Image.blend(part.convert("RGB"), tint, 0.3))


def _blurred(rng: Random, part: Image.Image, face: Box) -> Image.Image:
    return part.filter(ImageFilter.GaussianBlur((face[3] - face[1]) * rng.uniform(0.01, 0.03)))


def _bar(_rng: Random, part: Image.Image, face: Box) -> Image.Image:
    return _painted(part, face, (0.0, 0.28, 1.0, 0.5), (0, 0, 0))


def _mask(rng: Random, part: Image.Image, face: Box) -> Image.Image:
    return _painted(part, face, (0.02, 0.58, 0.98, 0.98), rng.choice(((150, 200, 230), (240, 240, 240), (40, 40, 45))))


def _sunglasses(_rng: Random, part: Image.Image, face: Box) -> Image.Image:
    for left in (0.08, 0.54):
        part = _painted(part, face, (left, 0.3, left + 0.38, 0.5), (20, 20, 24))
    return part


CHANGES: tuple[tuple[str, Callable[[Random, Image.Image, Box], Image.Image]], ...] = (
    ("plain", _plain), ("plain", _plain), ("grey", _grey), ("dark", _dark), ("bright", _bright), ("flat", _flat),
    ("darker skin", _darker_skin), ("colour cast", _cast), ("blurred", _blurred), ("mask", _mask),
    ("sunglasses", _sunglasses), ("eye bar", _bar),
)  # fmt: skip


HIDING = 3
"""The last of the changes hide a part of the face."""


def _painted(part: Image.Image, face: Box, place: Box, colour: tuple[int, int, int]) -> Image.Image:
    """A rounded patch; its place is in parts of the face's box."""
    width, height = face[2] - face[0], face[3] - face[1]
    left, top, right, bottom = place
    made = part.copy()
    spot = (face[0] + left * width, face[1] + top * height, face[0] + right * width, face[1] + bottom * height)
    ImageDraw.Draw(made).rounded_rectangle(spot, height * 0.06, fill=(*colour, 255))
    return made


def _patch(rng: Random, portrait: Portrait) -> tuple[Image.Image, Box]:
    """The face with something of what is around it, and where the face is then; sometimes mirrored."""
    left, top, right, bottom = portrait.face
    margin = rng.uniform(0.3, 1.0)
    width, height = right - left, bottom - top
    photo = portrait.picture
    around = (
        round(max(0, left - margin * width)), round(max(0, top - margin * height)),
        round(min(photo.width, right + margin * width)), round(min(photo.height, bottom + margin * height)),
    )  # fmt: skip
    part = photo.convert("RGBA").crop(around)
    face = (left - around[0], top - around[1], right - around[0], bottom - around[1])
    if rng.random() < 0.5:
        part, face = ImageOps.mirror(part), (part.width - face[2], face[1], part.width - face[0], face[3])
    return part, face


def _turned(part: Image.Image, face: Box, angle: float) -> tuple[Image.Image, Box]:
    """Turned anticlockwise by degrees; the box is that of the turned ellipse in the face's box."""
    shape = Image.new("L", part.size)
    ImageDraw.Draw(shape).ellipse(face, fill=255)
    turned = part.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True)
    box = shape.rotate(angle, expand=True).getbbox() or (0, 0, *turned.size)
    return turned, (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def _with_alpha(part: Image.Image, changed: Image.Image) -> Image.Image:
    changed = changed.convert("RGBA")
    changed.putalpha(part.getchannel("A"))
    return changed


def _of_scikit_image() -> Iterator[Portrait]:
    package = find_spec("skimage")
    for place in package.submodule_search_locations or () if package else ():
        data = Path(place, "data")
        astronaut = Portrait(Image.open(data / "astronaut.png").convert("RGB"), ASTRONAUT, ASTRONAUT[3] - ASTRONAUT[1])
        small = np.load(data / "lfw_subset.npy")[:SMALL_FACES]
        for number, grey in enumerate(small):
            if number % 2 == 0:
                yield astronaut
            picture = Image.fromarray((grey * 255).astype(np.uint8)).resize((100, 100), Image.Resampling.BICUBIC)
            yield Portrait(picture.convert("RGB"), (8, 4, 92, 98), 25)


def _of_folder(folder: Path) -> Iterator[Portrait]:
    with (folder / "boxes.csv").open(newline="") as rows:
        for name, left, top, right, bottom in csv.reader(rows):
            picture = Image.open(folder / name).convert("RGB")
            yield Portrait(picture, (float(left), float(top), float(right), float(bottom)), float(bottom) - float(top))
