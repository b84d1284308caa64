"""Lines of identifying text as they are found on medical pictures: what they say, and how they look."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]

CONTRAST = 110
"""Between ink and ground in levels of grey, of 255, where there is such a place."""

FONT_FOLDER = Path("/usr/share/fonts/truetype")
"""Debian's fonts-dejavu and fonts-liberation, and whatever else is there; Pillow's own font where it isn't."""

NAMES = (
    "SMITH, JANE A", "Jane Smith", "OKAFOR Chidi", "Nguyen Thi Lan", "M. Garcia Lopez", "Anna-Lena Berg", "O'BRIEN, P",
    "Müller, Jürgen", "José Peña", "MEHTA R.", "Kowalska Zofia", "Иванова Мария", "Παπαδόπουλος Γ", "Li Wei",
)  # fmt: skip
PLACES = ("St. Mary's Hospital", "UNIVERSITY HOSPITAL", "Clínica San José", "Ward 7B Bed 12", "Radiology Dept")
TEXTS: tuple[Callable[[Random], str], ...] = (
    lambda rng: rng.choice(NAMES),
    lambda rng: rng.choice(NAMES),
    lambda rng: f"DOB {rng.randrange(1, 29):02}/{rng.randrange(1, 13):02}/{rng.randrange(1925, 2020)}",
    lambda rng: f"{rng.randrange(1990, 2026)}-{rng.randrange(1, 13):02}-17 {rng.randrange(24):02}:14:32",
    lambda rng: f"MRN {rng.randrange(10**6, 10**8)}",
    lambda rng: f"ID: {rng.randrange(10**5, 10**7)}-{rng.randrange(100, 999)}",
    lambda rng: rng.choice(PLACES),
    lambda rng: f"Acc# {rng.choice('ABCX')}{rng.randrange(10**5, 10**6)}",
    lambda rng: f"{rng.choice(NAMES)}  {rng.randrange(1925, 2020)}  F  {rng.randrange(10**5, 10**6)}",
    lambda rng: f"Dr {rng.choice(('Lindqvist', 'A. Haddad', 'Wu', 'Fernandes'))}",
    lambda rng: f"Tel 0{rng.randrange(10**8, 10**9)}",
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """A way for text to be on a picture. `heights` of capitals are in thousandths of the picture's long side."""

    name: str
    heights: tuple[float, float]
    ink: Sequence[Colour]
    paper: Colour | None = None
    opacity: int = 255
    turns: Sequence[int] = (0,)
    tilt: float = 0
    monospaced: bool = False
    jitter: float = 0
    lines: tuple[int, int] = (1, 1)


WHITE, BLACK = (255, 255, 255), (0, 0, 0)
LOOKS = (
    Look("white, as on a film", (9, 34), (WHITE, (225, 225, 225))),
    Look("black", (9, 34), (BLACK, (25, 25, 60))),
    Look("small lines in a corner", (6.5, 10), (WHITE, (200, 200, 200)), paper=BLACK, lines=(2, 5), monospaced=True),
    Look("tiny", (4.5, 6.5), (WHITE, BLACK)),
    Look("date of a camera", (14, 30), ((255, 150, 30), (255, 220, 40)), monospaced=True),
    Look("monitor", (10, 30), ((90, 255, 120), (110, 220, 255)), paper=(6, 10, 14), lines=(1, 3), tilt=4),
    Look("label", (10, 30), (BLACK, (20, 30, 90)), paper=(250, 250, 246), lines=(1, 4), tilt=25, turns=(0, 0, 1, 2, 3)),
    Look("name band", (10, 22), (BLACK,), paper=(244, 246, 250), tilt=35, turns=(0, 1, 3), lines=(1, 2)),
    Look("margin, upright", (9, 26), (WHITE, BLACK), turns=(1, 3)),
    Look("upside down", (12, 30), (WHITE, BLACK), turns=(2,)),
    Look("handwriting", (16, 40), ((20, 30, 120), BLACK), paper=(252, 250, 240), jitter=0.16, tilt=12, lines=(1, 2)),
    Look("marker on film", (22, 50), (WHITE,), jitter=0.2, tilt=12),
    Look("faint", (14, 36), (WHITE, BLACK), opacity=120),
    Look("watermark", (40, 90), (WHITE,), opacity=110, tilt=30),
    Look("large", (60, 130), (WHITE, BLACK)),
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """One line in a picture: its four corners, and how it looks."""

    corners: tuple[tuple[float, float], ...]
    look: str
    height: float


@cache
def fonts() -> tuple[str, ...]:
    """Files of fonts with Latin letters, the same on each call."""
    return tuple(sorted(str(path) for path in FONT_FOLDER.rglob("*.ttf") if "Math" not in path.name))


def plant(picture: Image.Image, rng: Random, look: Look) -> tuple[Image.Image, list[Planted]]:
    """Write lines of this look somewhere; returns the picture and where each line stands."""
    height = max(9.0, rng.uniform(*look.heights) * max(picture.size) / 1000)
    ink = _ink(picture, rng, look)
    patch, rows = _patch(rng, look, height, ink)
    turn = rng.choice(look.turns)
    angle = -90 * turn + rng.uniform(-look.tilt, look.tilt)
    patch, rows = _fitting(patch, rows, angle, picture.size)
    turned = patch.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True)
    x, y = _place(picture, rng, turned, None if look.paper else ink)
    made = picture.copy()
    made.paste(turned.convert("RGB"), (x, y), turned.getchannel("A"))
    centre = (x + turned.width / 2, y + turned.height / 2)
    planted = [Planted(_corners(row, patch.size, angle, centre), look.name, row[3] - row[1]) for row in rows]
    return made, planted


def _place(picture: Image.Image, rng: Random, patch: Image.Image, ink: Colour | None) -> tuple[int, int]:
    """A place where the ink stands out; the best of a hundred tries. Without ink (it has its paper) any place."""
    small = picture.convert("L")
    best = (-1.0, 0, 0)
    for _ in range(100):
        x = rng.randrange(max(1, picture.width - patch.width))
        y = rng.randrange(max(1, picture.height - patch.height))
        if ink is None:
            return x, y
        below = small.crop((x, y, x + patch.width, y + patch.height)).resize((1, 1), Image.Resampling.BOX)
        best = max(best, (abs(_grey(ink) - below.tobytes()[0]), x, y))
        if best[0] > CONTRAST:
            break
    return best[1:]


def _ink(picture: Image.Image, rng: Random, look: Look) -> Colour:
    """One of the look's inks; without paper white or black instead, if the picture hides it everywhere."""
    ink = rng.choice(look.ink)
    greys = picture.convert("L").resize((16, 16), Image.Resampling.BOX).tobytes()
    low, high = min(greys), max(greys)
    if look.paper or max(_grey(ink) - low, high - _grey(ink)) > CONTRAST:
        return ink
    return WHITE if low < 128 else BLACK


def _grey(colour: Colour) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


Row = tuple[float, float, float, float]


def _patch(rng: Random, look: Look, height: float, ink: Colour) -> tuple[Image.Image, list[Row]]:
    """The lines on their paper (or on nothing), upright, and the box of the ink of each."""
    font = _font(rng, look, height)
    count = rng.randint(*look.lines)
    parts = [_line(rng, rng.choice(TEXTS)(rng), font, (ink, look.jitter)) for _ in range(count)]
    gap = round(height * rng.uniform(0.5, 1.0))
    width = max(part.width for part in parts) + 2 * gap
    total = sum(part.height + gap for part in parts) + gap
    patch = Image.new("RGBA", (width, total), (*(look.paper or ink), 255 if look.paper else 0))
    rows, y = [], gap
    for part in parts:
        patch.alpha_composite(part, (gap, y))
        rows.append((float(gap), float(y), float(gap + part.width), float(y + part.height)))
        y += part.height + gap
    if look.opacity < 255:
        patch.putalpha(patch.getchannel("A").point(lambda value: value * look.opacity // 255))
    return patch, rows


def _font(rng: Random, look: Look, height: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    size = max(10, round(height / 0.72))
    wanted = [path for path in fonts() if ("Mono" in path) is look.monospaced]
    return ImageFont.truetype(rng.choice(wanted), size) if wanted else ImageFont.load_default(size)


def _line(
    rng: Random, text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, hand: tuple[Colour, float]
) -> Image.Image:
    """The text in its ink on nothing, cut to the ink. With jitter each letter stands, leans and grows by itself."""
    ink, jitter = hand
    size = getattr(font, "size", 12)
    page = Image.new("RGBA", (round(size * (len(text) + 4)), round(size * 3)), (*ink, 0))
    x = float(size)
    for part in text if jitter else (text,):
        letter = Image.new("RGBA", page.size if not jitter else (round(size * 3), round(size * 3)), (*ink, 0))
        ImageDraw.Draw(letter).text((size if jitter else x, size * 0.8), part, font=font, fill=(*ink, 255))
        if jitter:
            letter = letter.rotate(rng.uniform(-60, 60) * jitter, resample=Image.Resampling.BICUBIC)
            drop = round(rng.uniform(-1, 1) * jitter * size * 0.5)
            page.alpha_composite(letter, (max(0, round(x - size)), max(0, drop)))
            x += font.getlength(part) * rng.uniform(0.85, 1.1)
        else:
            page = letter
    if jitter:
        page = page.filter(ImageFilter.GaussianBlur(size / 60))
    return page.crop(page.getchannel("A").point(lambda value: 255 * (value > 40)).getbbox() or (0, 0, 1, 1))


def _fitting(patch: Image.Image, rows: list[Row], angle: float, size: tuple[int, int]) -> tuple[Image.Image, list[Row]]:
    """Shrink what would stand out of the picture."""
    turned = patch.rotate(angle, expand=True).size
    scale = min(1.0, 0.96 * size[0] / turned[0], 0.96 * size[1] / turned[1])
    if scale == 1.0:
        return patch, rows
    smaller = patch.resize(
        (max(1, round(patch.width * scale)), max(1, round(patch.height * scale))), Image.Resampling.LANCZOS
    )
    return smaller, [(a * scale, b * scale, c * scale, d * scale) for a, b, c, d in rows]


def _corners(
    row: Row, size: tuple[int, int], angle: float, centre: tuple[float, float]
) -> tuple[tuple[float, float], ...]:
    """Where the corners of a row are after its patch was turned about its centre."""
    left, top, right, bottom = row
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    moved = [
        (x - size[0] / 2, y - size[1] / 2) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]
    return tuple((centre[0] + x * cosine + y * sine, centre[1] - x * sine + y * cosine) for x, y in moved)
