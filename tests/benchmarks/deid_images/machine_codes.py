"""QR codes and barcodes: how many are found by the decoder, on whatever they are printed."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from app.media.decoding import codes
from tests.benchmarks.deid_images.figures import Figure, at_least, share
from tests.benchmarks.deid_images.grounds import ground

KINDS = (
    (zxingcpp.BarcodeFormat.QRCode, "MRN 48213377 Sven Lindqvist 1948-03-17"),
    (zxingcpp.BarcodeFormat.DataMatrix, "A48213377"),
    (zxingcpp.BarcodeFormat.Aztec, "48213377 SL"),
    (zxingcpp.BarcodeFormat.PDF417, "ID 48213377 LINDQVIST"),
    (zxingcpp.BarcodeFormat.Code128, "MRN48213377"),
    (zxingcpp.BarcodeFormat.EAN13, "5901234123457"),
)
WITH_BARS = (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.EAN13)
COVERED = 0.8


def measure(*, pictures: int, seed: int) -> list[Figure]:
    """Found codes by kind, and QR codes over all."""
    found, shown = Counter[str](), Counter[str]()
    for number in range(pictures):
        kind, text = KINDS[number % len(KINDS)]
        rng = Random(f"code {seed} {number}")
        name = "QR" if kind is zxingcpp.BarcodeFormat.QRCode else str(kind)
        shown[name] += 1
        found[name] += _is_found(*with_code(rng, kind, text))
    return [at_least(f"codes: {name}", share(found[name], shown[name]), 1.0) for name in sorted(shown)]


def with_code(rng: Random, kind: zxingcpp.BarcodeFormat, text: str) -> tuple[Image.Image, Image.Image]:
    """A clean picture with one code on its label, at any angle and of any size; and a mask of where the code is."""
    module = rng.choice((3, 4, 6, 9))
    label, area = _label(rng, kind, text, module)
    picture = ground(rng, rng.choice(((1024, 768), (2048, 1536), (4000, 3000))))
    angle = rng.choice((0, 0, 90, 180, 270, rng.uniform(-20, 20), rng.uniform(0, 360)))
    alpha = Image.new("L", label.size, 255)
    label, area, alpha = (
        part.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True) for part in (label, area, alpha)
    )
    scale = min(1.0, 0.98 * picture.width / label.width, 0.98 * picture.height / label.height)
    size = round(label.width * scale), round(label.height * scale)
    label, area, alpha = (part.resize(size, Image.Resampling.LANCZOS) for part in (label, area, alpha))
    place = rng.randrange(picture.width - label.width + 1), rng.randrange(picture.height - label.height + 1)
    picture.paste(label.convert("RGB"), place, alpha)
    mask = Image.new("L", picture.size)
    mask.paste(area, place)
    if rng.random() < 0.3:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 0.25 * module)))
    return picture, mask


def _label(rng: Random, kind: zxingcpp.BarcodeFormat, text: str, module: int) -> tuple[Image.Image, Image.Image]:
    """The code on white with its quiet zone, sometimes inverted or pale; and where in it the code is."""
    bare = np.asarray(zxingcpp.create_barcode(text, kind).to_image(scale=1, add_quiet_zones=False))
    code = Image.fromarray(bare).convert("L")
    height = code.height * module if kind not in WITH_BARS else rng.randrange(60, 200)
    code = code.resize((code.width * module, height), Image.Resampling.NEAREST)
    quiet = module * (10 if kind in WITH_BARS else 4)
    label = ImageOps.expand(code, quiet, 255)
    area = ImageOps.expand(Image.new("L", code.size, 255), quiet, 0)
    ways = (
        ("plain", "plain", "pale", "inverted") if kind is zxingcpp.BarcodeFormat.QRCode else ("plain", "plain", "pale")
    )
    way = rng.choice(ways)
    if way == "pale":
        label = label.point(lambda value: 70 + value // 2)
    return (ImageOps.invert(label) if way == "inverted" else label), area


def _is_found(picture: Image.Image, mask: Image.Image) -> bool:
    boxes = Image.new("L", picture.size)
    for left, top, width, height in codes.boxes(picture, None):
        boxes.paste(255, (left, top, left + width, top + height))
    return share(_sum(ImageChops.multiply(mask, boxes)), _sum(mask)) >= COVERED


def _sum(mask: Image.Image) -> int:
    return sum(value * count for value, count in enumerate(mask.histogram()))
