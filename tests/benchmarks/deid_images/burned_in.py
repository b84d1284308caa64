"""Burned-in text: how many planted lines are covered, and how many clean pictures are flagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.media.scanning.detecting import Scanner
from app.media.scanning.findings import FindingKind, Seen
from tests.benchmarks.deid_images.figures import Figure, at_least, at_most, share
from tests.benchmarks.deid_images.grounds import all_clean, file_of, ground
from tests.benchmarks.deid_images.lettering import LOOKS, Planted, plant

COVERED = 0.8
"""The part of a line's area that boxes must cover for it to count as found."""
AGAIN = 4
"""Each fourth picture is looked at again, with all boxes covered."""
COVER = (32, 33, 36)


def measure(scanner: Scanner, *, pictures: int, seed: int) -> list[Figure]:
    """Recall over all lines, and pictures in which something is seen again once all was covered."""
    found, lines, again = Counter[str](), Counter[str](), 0
    for number in range(pictures):
        rng = Random(f"text {seed} {number}")
        picture, planted = planted_picture(rng, number)
        data = file_of(picture, quality=rng.choice((45, 75, 92)))
        seen = texts(scanner.scan(data))
        for line in planted:
            lines[line.look] += 1
            found[line.look] += covered(picture.size, line, seen) >= COVERED
        if number % AGAIN == 0:
            again += bool(texts(scanner.scan(file_of(hidden(picture, seen)))))
    return [
        *(at_least(f"text: {look}", share(found[look], lines[look]), 0.0) for look in lines),
        at_least("text: lines found", share(found.total(), lines.total()), 0.95),
        at_most("text: pictures in which text is seen again once covered", again / len(range(0, pictures, AGAIN)), 0.1),
    ]


def flagged(scanner: Scanner, *, clean: int, seed: int) -> list[Figure]:
    """Clean pictures in which text or a face is seen all the same."""
    wrong = Counter[FindingKind]()
    for data in all_clean(Random(f"clean {seed}"), clean):
        wrong.update({seen.kind for seen in scanner.scan(data)})
    return [
        at_most("text: clean pictures flagged", wrong[FindingKind.TEXT] / clean, 0.15),
        at_most("faces: clean pictures flagged", wrong[FindingKind.FACE] / clean, 0.02),
    ]


def planted_picture(rng: Random, number: int) -> tuple[Image.Image, list[Planted]]:
    """A clean picture with text of one look, each look in turn; a third of them a little out of focus."""
    picture, planted = plant(ground(rng), rng, LOOKS[number % len(LOOKS)])
    if rng.random() < 0.3:
        picture = picture.filter(ImageFilter.GaussianBlur(planted[0].height * rng.uniform(0.01, 0.025)))
    return picture, planted


def texts(seen: Iterable[Seen]) -> list[Seen]:
    """The findings of text."""
    return [one for one in seen if one.kind is FindingKind.TEXT]


def covered(size: tuple[int, int], line: Planted, seen: Iterable[Seen]) -> float:
    """The part of the line's area that lies within boxes."""
    area, boxes = Image.new("1", size), Image.new("1", size)
    ImageDraw.Draw(area).polygon([*line.corners], fill=1)
    for one in seen:
        ImageDraw.Draw(boxes).rectangle((one.x, one.y, one.x + one.width - 1, one.y + one.height - 1), fill=1)
    return share(_pixels(ImageChops.logical_and(area, boxes)), _pixels(area))


def hidden(picture: Image.Image, seen: Iterable[Seen]) -> Image.Image:
    """The picture with all boxes painted over, as an author would who accepts every proposal."""
    made = picture.copy()
    for one in seen:
        ImageDraw.Draw(made).rectangle((one.x, one.y, one.x + one.width - 1, one.y + one.height - 1), fill=COVER)
    return made


def _pixels(mask: Image.Image) -> int:
    return mask.convert("L").histogram()[255]
