"""QR codes and barcodes are found wherever they are, as high as their bars are, and told without their words."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageOps

from app.media.cleaning import Code, clean
from app.media.models import Rectangle
from app.media.redaction import Plan
from tests.media.pictures import encoded

KINDS = ("QRCode", "DataMatrix", "Aztec", "PDF417", "Code128", "EAN13")
TEXTS = {"EAN13": "5901234123457"}
HIGH = 120


def label(kind: str) -> Image.Image:
    """A printed code with its quiet zone."""
    made = zxingcpp.create_barcode(TEXTS.get(kind, "MRN 48213377"), getattr(zxingcpp.BarcodeFormat, kind))
    bare = Image.fromarray(np.asarray(made.to_image(scale=1, add_quiet_zones=False))).convert("L")
    height = HIGH if kind in ("Code128", "EAN13") else bare.height * 4
    return bare.resize((bare.width * 4, height), Image.Resampling.NEAREST)


def on_paper(code: Image.Image, angle: float = 0) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """The code on a grey sheet, and the box around it: left, top, right, bottom."""
    printed = ImageOps.expand(code, 40, 255).rotate(
        angle, expand=True, fillcolor=180, resample=Image.Resampling.BICUBIC
    )
    inked = ImageOps.expand(Image.new("L", code.size, 255), 40, 0).rotate(angle, expand=True)
    sheet = Image.new("L", (1200, 1000), 180)
    sheet.paste(printed, (150, 100))
    left, top, right, bottom = inked.getbbox() or (0, 0, 0, 0)
    return sheet, (150 + left, 100 + top, 150 + right, 100 + bottom)


@pytest.mark.parametrize("angle", [0, 90, 33])
@pytest.mark.parametrize("kind", KINDS)
def test_a_code_is_covered_by_its_box(kind: str, angle: float) -> None:
    sheet, (left, top, right, bottom) = on_paper(label(kind), angle)

    (code,) = clean(encoded(sheet, "PNG")).codes

    assert code.x <= left + 12
    assert code.y <= top + 12
    assert code.x + code.width >= right - 12
    assert code.y + code.height >= bottom - 12


def test_what_is_covered_is_not_told_again() -> None:
    sheet, _ = on_paper(label("QRCode"))
    (code,) = clean(encoded(sheet, "PNG")).codes

    assert clean(encoded(sheet, "PNG"), Plan((box(code),))).codes == ()


def test_boxes_are_in_pixels_of_the_turned_picture_before_its_crop() -> None:
    sheet, _ = on_paper(label("DataMatrix"))
    kept: Rectangle = {"x": 300, "y": 50, "width": 700, "height": 1000}

    (whole,) = clean(encoded(sheet, "PNG"), Plan(turn=1)).codes
    (part,) = clean(encoded(sheet, "PNG"), Plan(turn=1, crop=kept)).codes

    assert abs(whole.x - part.x) <= 3
    assert abs(whole.y - part.y) <= 3


def test_several_codes_are_all_found() -> None:
    sheet = Image.new("L", (1200, 1000), 255)
    for at, kind in enumerate(("QRCode", "DataMatrix", "Code128")):
        sheet.paste(label(kind), (60, 60 + 300 * at))

    assert len(clean(encoded(sheet, "PNG")).codes) == 3


def test_a_picture_without_codes_has_none() -> None:
    assert clean(encoded(Image.effect_noise((900, 700), 80), "PNG")).codes == ()


def box(code: Code) -> Rectangle:
    """The code's place as a rectangle to cover."""
    return {"x": code.x, "y": code.y, "width": code.width, "height": code.height}
