"""Clean pictures, without text, faces or codes: drawings of the house and textures such as photos have."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.media.drawings.registry import KINDS

Picture = Image.Image

WITHOUT_LETTERS = ("blood_film", "chest_film", "eardrum", "fundus", "skin", "tissue", "urine", "wrist_film")
"""Drawings without words or axes; the house's mark is left off. A film's lone R or L identifies nobody."""
SIZES = ((640, 480), (1024, 768), (1280, 1280), (1600, 1200), (2048, 1536), (3000, 2000), (4000, 3000))
"""From 0.3 to 12 megapixels."""
SKIN = ((244, 208, 184), (226, 178, 148), (198, 146, 112), (150, 102, 74), (98, 66, 50), (62, 44, 36))


def drawing(rng: Random) -> Picture:
    """A drawing with random words, without the house's mark."""
    kind = KINDS[rng.choice(WITHOUT_LETTERS)]
    words = {name: rng.choice(values) for name, values in kind.choices.items()}
    return kind.paint(rng, words).convert("RGB")


def skin(rng: Random) -> Picture:
    """A close view of skin: uneven colour, pores, hairs, a lesion or two."""
    width, height = 1200, 900
    base = Image.new("RGB", (width, height), rng.choice(SKIN))
    uneven = _noise(rng, (40, 30), 60).resize((width, height), Image.Resampling.BICUBIC)
    pores = _noise(rng, (width, height), 14)
    ground = ImageChops.soft_light(ImageChops.soft_light(base, uneven.convert("RGB")), pores.convert("RGB"))
    pen = ImageDraw.Draw(ground)
    for _ in range(rng.randrange(60)):
        x, y, angle, length = rng.random() * width, rng.random() * height, rng.random() * math.tau, rng.uniform(40, 160)
        pen.line((x, y, x + length * math.cos(angle), y + length * math.sin(angle)), fill=(60, 40, 30), width=2)
    for _ in range(rng.randrange(4)):
        _spot(ground, rng, (rng.randrange(90, 200), rng.randrange(30, 90), rng.randrange(30, 80)))
    return ground.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.5)))


def film(rng: Random) -> Picture:
    """Something like a radiograph: bright soft shapes and bars on black, with grain."""
    ground = Image.new("L", (1100, 1300), rng.randrange(5, 25))
    pen = ImageDraw.Draw(ground)
    for _ in range(rng.randrange(6, 14)):
        x, y, w, h = rng.randrange(1000), rng.randrange(1200), rng.randrange(60, 500), rng.randrange(200, 900)
        pen.ellipse(
            (x - w // 2, y - h // 2, x + w // 2, y + h // 2), outline=rng.randrange(60, 230), width=rng.randrange(8, 60)
        )
    soft = ground.filter(ImageFilter.GaussianBlur(rng.uniform(4, 16)))
    return ImageChops.add(soft, _noise(rng, soft.size, 16), scale=1, offset=-118).convert("RGB")


def room(rng: Random) -> Picture:
    """Hard edges as in a ward or a street: panels, frames, slats, tiles."""
    width, height = 1600, 1200
    ground = _gradient(rng, (width, height))
    pen = ImageDraw.Draw(ground)
    for _ in range(rng.randrange(8, 30)):
        x, y, w, h = rng.randrange(width), rng.randrange(height), rng.randrange(20, 600), rng.randrange(20, 500)
        colour = tuple(rng.randrange(256) for _ in range(3))
        pen.rectangle((x, y, x + w, y + h), fill=colour, outline=(30, 30, 30) if rng.random() < 0.4 else None)
    step = rng.randrange(18, 60)
    for x in range(rng.randrange(width // 2), width, step):
        pen.rectangle((x, 100, x + step // 3, 100 + rng.randrange(300, 900)), fill=(200, 196, 188))
    return _grain(ground.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2))), rng, 10)


def cloth(rng: Random) -> Picture:
    """A weave, checked or striped, as of a gown or a sheet."""
    width, height = 1400, 1000
    ground = Image.new("RGB", (width, height), tuple(rng.randrange(100, 240) for _ in range(3)))
    pen = ImageDraw.Draw(ground, "RGBA")
    step, wide = rng.randrange(8, 70), rng.randrange(2, 30)
    colour = (*(rng.randrange(200) for _ in range(3)), 120)
    for x in range(0, width, step):
        pen.rectangle((x, 0, x + wide, height), fill=colour)
    for y in range(0, height, step) if rng.random() < 0.6 else ():
        pen.rectangle((0, y, width, y + wide), fill=colour)
    return _grain(ground.rotate(rng.uniform(-20, 20), resample=Image.Resampling.BICUBIC, expand=False), rng, 14)


def limb(rng: Random) -> Picture:
    """A hand or foot, roughly: a palm and fingers with nails and creases, on a plain sheet."""
    ground = _gradient(rng, (1400, 1200))
    tone = rng.choice(SKIN)
    pen = ImageDraw.Draw(ground)
    darker = tuple(round(part * 0.78) for part in tone)
    for finger in range(5):
        x, top = 380 + finger * 130, 220 + abs(finger - 2) * 70 + rng.randrange(40)
        pen.rounded_rectangle((x, top, x + 105, 760), 52, fill=tone, outline=darker, width=3)
        pen.rounded_rectangle(
            (x + 26, top + 14, x + 80, top + 76), 24, fill=tuple(min(255, part + 25) for part in tone)
        )
        for crease in (0.45, 0.5, 0.75):
            y = top + (760 - top) * crease
            pen.arc((x + 12, y - 8, x + 93, y + 8), 10, 170, fill=darker, width=3)
    pen.rounded_rectangle((380, 660, 1010, 1150), 130, fill=tone, outline=darker, width=3)
    _spot(ground, rng, (190, 60, 60))
    return _grain(ground.rotate(rng.uniform(-90, 90)).filter(ImageFilter.GaussianBlur(1.2)), rng, 12)


def cloudy(rng: Random) -> Picture:
    """Soft light and noise on several scales, as out of focus."""
    ground = _gradient(rng, (1500, 1100))
    for cells in (12, 60, 300):
        layer = _noise(rng, (cells, cells), 70).resize(ground.size, Image.Resampling.BICUBIC)
        ground = ImageChops.soft_light(ground, layer.convert("RGB"))
    return _grain(ground, rng, 18)


GROUNDS: tuple[Callable[[Random], Picture], ...] = (drawing, drawing, drawing, skin, film, room, cloth, limb, cloudy)


def ground(rng: Random, size: tuple[int, int] | None = None) -> Picture:
    """One clean picture, of this size or of one of SIZES."""
    made = rng.choice(GROUNDS)(rng)
    wanted = size or rng.choice(SIZES)
    if (made.width < made.height) != (wanted[0] < wanted[1]):
        wanted = wanted[1], wanted[0]
    return made.resize(wanted, Image.Resampling.BICUBIC)


def all_clean(rng: Random, count: int) -> Iterator[bytes]:
    """So many clean pictures as files, each kind of ground in turn."""
    for number in range(count):
        made = GROUNDS[number % len(GROUNDS)](rng)
        if rng.random() < 0.5:
            scale = rng.choice((0.6, 1.4, 2.4))
            made = made.resize((round(made.width * scale), round(made.height * scale)), Image.Resampling.BICUBIC)
        yield file_of(made, quality=rng.choice((50, 75, 92)))


def file_of(picture: Picture, *, quality: int = 88) -> bytes:
    """A JPEG of this quality."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def _grain(picture: Picture, rng: Random, spread: float) -> Picture:
    return ImageChops.soft_light(picture, _noise(rng, picture.size, spread).convert("RGB"))


def _noise(rng: Random, size: tuple[int, int], spread: float) -> Picture:
    """Grey noise around 128; from a tile that is made once, since Pillow's own noise knows no seed."""
    tile = _tile(round(spread))
    grown = Image.new("L", size)
    left, top = rng.randrange(tile.width), rng.randrange(tile.height)
    for x in range(-left, size[0], tile.width):
        for y in range(-top, size[1], tile.height):
            grown.paste(tile, (x, y))
    return grown


@cache
def _tile(spread: int) -> Picture:
    rng = Random(spread)
    tile = Image.new("L", (257, 251))
    tile.putdata([max(0, min(255, round(rng.gauss(128, spread)))) for _ in range(tile.width * tile.height)])
    return tile


def _gradient(rng: Random, size: tuple[int, int]) -> Picture:
    colours = [Image.new("RGB", (1, 1), tuple(rng.randrange(40, 250) for _ in range(3))) for _ in range(4)]
    corners = Image.new("RGB", (2, 2))
    for place, colour in zip(((0, 0), (1, 0), (0, 1), (1, 1)), colours, strict=True):
        corners.paste(colour, place)
    return corners.resize(size, Image.Resampling.BICUBIC)


def _spot(picture: Picture, rng: Random, colour: tuple[int, int, int]) -> None:
    """A blurred, uneven patch."""
    x, y, size = rng.randrange(picture.width), rng.randrange(picture.height), rng.randrange(40, 260)
    shape = Image.new("L", picture.size)
    pen = ImageDraw.Draw(shape)
    for _ in range(12):
        r, dx, dy = rng.uniform(0.2, 0.6) * size, rng.uniform(-0.4, 0.4) * size, rng.uniform(-0.4, 0.4) * size
        pen.ellipse((x + dx - r, y + dy - r, x + dx + r, y + dy + r), fill=190)
    picture.paste(colour, mask=shape.filter(ImageFilter.GaussianBlur(size / 14)))
