"""QR codes, drawn here: no address of ours is sent to anybody for that."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def inline_code(address: str) -> Markup:
    """An SVG for the page itself, without inline styles."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True, svgclass="qr")
    return Markup(drawn)  # noqa: S704 -- drawn here


def code_file(address: str) -> bytes:
    """An SVG of its own, black on white."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=5, border=3, light="#fff")
    return drawn.getvalue()
