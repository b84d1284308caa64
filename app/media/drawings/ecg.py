"""A twelve-lead ECG: 3 rows of 4 leads and a rhythm strip, 25 mm/s and 10 mm/mV, six pixels a millimetre."""

from random import Random

from PIL import Image, ImageDraw

from app.media.drawings.brush import Colour, Point, Size, strokes, tint
from app.media.drawings.ecg_rhythms import RHYTHMS, SECONDS, beats
from app.media.drawings.ecg_vectors import add_course, course, lead
from app.media.drawings.lettering import letters
from app.media.drawings.options import Kind, Words

HERTZ = 400
MM = 6
SIZE: Size = (268 * MM, 150 * MM)
LEFT, TOP, ROW = 14, 27, 34
ROWS = (("I", "aVR", "V1", "V4"), ("II", "aVL", "V2", "V5"), ("III", "aVF", "V3", "V6"))
STRIP = "II"
PAPER: Colour = (255, 247, 243)
FINE: Colour = (250, 221, 217)
COARSE: Colour = (240, 178, 174)
INK: Colour = (24, 24, 40)


def paint(rng: Random, words: Words) -> Image.Image:
    """The tracing on its paper."""
    axes = signal(rng, words["rhythm"])
    sheet = _paper()
    lines: list[list[Point]] = []
    for row, names in enumerate(ROWS):
        lines.append(_pulse(row))
        for column, name in enumerate(names):
            lines.append(_trace(rng, lead(axes, name), row=row, part=(column / 4, (column + 1) / 4)))
            _name(sheet, name, row=row, column=column)
    lines += [_pulse(3), _trace(rng, lead(axes, STRIP), row=3, part=(0, 1))]
    _name(sheet, STRIP, row=3, column=0)
    tint(sheet, INK, strokes(SIZE, [(line, 2.1) for line in lines]))
    letters(sheet, (LEFT * MM, SIZE[1] - 7 * MM), "25 mm/s   10 mm/mV   0.15-40 Hz", fill=INK, height=20)
    return sheet


def signal(rng: Random, rhythm: str) -> list[list[float]]:
    """The x, y, z courses of a rhythm: three lists of SECONDS * HERTZ samples in mV."""
    made = RHYTHMS[rhythm]
    axes = course(beats(made, rng), seconds=SECONDS, hertz=HERTZ)
    if made.flicker:
        add_course(axes, made.flicker(rng), hertz=HERTZ)
    return axes


def _paper() -> Image.Image:
    sheet = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(sheet)
    for step, colour, width in ((1, FINE, 1), (5, COARSE, 1), (25, COARSE, 2)):
        for x in range(0, SIZE[0], step * MM):
            pen.line((x, 0, x, SIZE[1]), fill=colour, width=width)
        for y in range(0, SIZE[1], step * MM):
            pen.line((0, y, SIZE[0], y), fill=colour, width=width)
    return sheet


def _baseline(row: int) -> float:
    return (TOP + ROW * row) * MM


def _trace(rng: Random, millivolts: list[float], *, row: int, part: tuple[float, float]) -> list[Point]:
    first, last = round(part[0] * len(millivolts)), round(part[1] * len(millivolts))
    drift, wander = rng.uniform(-0.04, 0.04), 0.0
    points = []
    for sample in range(first, last):
        wander = 0.995 * wander + rng.gauss(0, 0.0022)
        height = millivolts[sample] + drift + wander + rng.gauss(0, 0.006)
        points.append(((LEFT + 25 * sample / HERTZ) * MM, _baseline(row) - 10 * height * MM))
    return points


def _pulse(row: int) -> list[Point]:
    base, left = _baseline(row), (LEFT - 9) * MM
    corners = ((0, 0), (2, 0), (2, 10), (6, 10), (6, 0), (8, 0))
    return [(left + x * MM, base - y * MM) for x, y in corners]


def _name(sheet: Image.Image, name: str, *, row: int, column: int) -> None:
    place = ((LEFT + 62.5 * column + 1) * MM, _baseline(row) - 17 * MM)
    letters(sheet, place, name, fill=INK, height=24)


KIND = Kind(paint, {"rhythm": tuple(RHYTHMS)})
