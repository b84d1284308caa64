"""Burned-in text: lines that are proposed, and in which characters are found. Imports nothing of the house.

The detector alone takes bones, cells, fingers and slats for lines on two of three clean pictures; that there are
characters in it, and that the network is sure of them, tells them apart (the figures are in decision 12).
"""

from __future__ import annotations

from functools import partial

import numpy as np
import onnxruntime
from PIL import Image

from app.media.scanning.boxes import NONE, Boxes, merged, overlaps, together
from app.media.scanning.lines import Lines, in_view
from app.media.scanning.views import scaled, tiles
from app.media.scanning.words import Reading, read

SIDES = (640, 1280, 2560)
"""Long sides to look at, in pixels: large letters are found in the first, small ones in the others."""
LEAST_LINE = 0.45
SURE_ENOUGH = {2: 0.9, 3: 0.65, 4: 0.55}
"""How sure each character must be on average, by how many there are; the last holds for more. One alone identifies
nobody: a film's R or L."""
READINGS = 80
"""Proposals that are read at most in a picture: it bounds the time that a pattern can cost."""
PADDING, BEYOND = 0.15, 0.35
"""Of a line's height: above and below it, and at its ends, where a letter fades away most easily."""
IN_COMMON = 0.3
COVERED = 0.8


def in_picture(lines: onnxruntime.InferenceSession, words: onnxruntime.InferenceSession, picture: Image.Image) -> Boxes:
    """Boxes around lines of text; lines that overlap share one."""
    proposed = np.concatenate([_at_scale(lines, picture, side) for side in _sides(picture)])
    proposed = proposed[np.argsort(-proposed[:, 5])]
    found, unread = _read_all(partial(read, words, picture), proposed)
    if len(unread) and 2 * len(found) > READINGS:  # a page of print: the rest is print as well
        found = together([found, _boxes(unread)])
    return merged(found, least_in_common=IN_COMMON)


def _sides(picture: Image.Image) -> list[int]:
    longest = max(picture.size)
    usual = {min(side, 2 * longest) for side in SIDES[:-1]}
    return sorted(usual) + [min(SIDES[-1], longest)] * (longest > 1.3 * SIDES[1])


def _at_scale(lines: onnxruntime.InferenceSession, picture: Image.Image, side: int) -> Lines:
    small = scaled(picture, side)
    parts = []
    for left, top, right, bottom in tiles(small.width, small.height):
        seen = in_view(lines, small.crop((left, top, right, bottom)), least=LEAST_LINE)
        parts.append(seen + np.array([left, top, 0, 0, 0, 0], np.float32))
    found = np.concatenate(parts)
    found[:, :4] *= max(picture.size) / max(small.size)
    return found


def _read_all(reader: partial[Reading], proposed: Lines) -> tuple[Boxes, Lines]:
    """The boxes of what is text, and what is left unread; what lies within text already found isn't read again."""
    found = NONE
    readings = 0
    for number, line in enumerate(proposed):
        box = _boxes(line[None])
        common, _ = overlaps(box[0], found)
        if len(found) and common.max() > COVERED * (box[0, 2] - box[0, 0]) * (box[0, 3] - box[0, 1]):
            continue
        if readings == READINGS:
            return found, proposed[number:]
        readings += 1
        sure = _sureness(reader(line.tolist()))
        if sure > 0:
            box[0, 4] = sure
            found = together([found, box])
    return found, proposed[:0]


def _sureness(reading: Reading) -> float:
    """How surely it is text, 0 for what doesn't count as any."""
    least = SURE_ENOUGH.get(min(reading.characters, max(SURE_ENOUGH)), 1.0)
    return reading.sureness if reading.sureness >= least else 0.0


def _boxes(lines: Lines) -> Boxes:
    """The upright boxes around slanted lines, with PADDING."""
    x, y, length, height, angle, score = lines.T
    cosine, sine = np.abs(np.cos(angle)), np.abs(np.sin(angle))
    length, height = length + 2 * BEYOND * height, height + 2 * PADDING * height
    wide, tall = (length * cosine + height * sine) / 2, (length * sine + height * cosine) / 2
    return np.stack([x - wide, y - tall, x + wide, y + tall, score], axis=1)
