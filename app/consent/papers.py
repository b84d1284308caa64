"""Forms and receipts on paper: PDF files in the fonts of the pages.

The fonts (SIL Open Font License, which lets documents embed them) have Latin letters only; what lacks letters is
refused rather than printed with gaps: the page itself can be printed in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from app.kernel.errors import Refusal, mark
from app.kernel.settings import ROOT

FONTS = ROOT / "app" / "static" / "vendor" / "fonts" / "print"
LATIN, MORE_LATIN = "sans", "sans-ext"
WEIGHTS = {"": "400", "B": "600"}
MARGIN = 22
"""Millimetres."""


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, item, choice, code or empty line to write on; `**bold**` inside is set bold."""

    kind: str
    text: str


@dataclass(frozen=True)
class Look:
    """Size in points, line height and the space before in millimetres, and the indent."""

    size: float
    line: float
    before: float
    indent: float = 0


LOOKS = {
    "title": Look(18, 8, 6),
    "heading": Look(12.5, 6, 4),
    "paragraph": Look(10.5, 5.2, 1.6),
    "item": Look(10.5, 5.2, 1.2, indent=5),
    "choice": Look(10.5, 5.2, 1.2, indent=6),
    "code": Look(20, 11, 3),
    "line": Look(10.5, 5.2, 7),
}
LINES_TO_SIGN = (Block("line", ""),) * 3
BOX_SIDE = 3.2
BOLD = frozenset({"title", "heading", "code"})


class LettersMissing(Refusal):
    """The fonts lack letters of this text."""

    def __init__(self) -> None:
        super().__init__(mark("Our print fonts lack letters of this text. Print the page itself instead."))


def pdf_of(blocks: Sequence[Block], *, language: str, at: datetime) -> bytes:
    """A PDF file in A4; raises LettersMissing. The same blocks at the same moment give the same bytes."""
    if not can_print("".join(block.text for block in blocks)):
        raise LettersMissing()
    with _sheet() as sheet:
        sheet.set_title(blocks[0].text)
        sheet.set_lang(language)
        sheet.set_creation_date(at)
        sheet.add_page()
        for block in blocks:
            _set(sheet, block)
        return bytes(sheet.output())


def can_print(text: str) -> bool:
    """Whether the fonts have all letters of the text."""
    return all(letter.isspace() or ord(letter) in _letters() for letter in text)


def blocks_of(title: str, markdown: str) -> list[Block]:
    """A form's Markdown as blocks: our forms have headings, paragraphs and lists, and nothing else."""
    return [Block("title", title), *_blocks(markdown)]


def _blocks(markdown: str) -> Iterator[Block]:
    for part in markdown.split("\n\n"):
        lines = part.strip().splitlines()
        if lines and lines[0].startswith("#"):
            yield Block("heading", lines[0].lstrip("# "))
            lines = lines[1:]
        if lines and lines[0].startswith("- "):
            yield from map(_item, _items(lines))
        elif lines:
            yield Block("paragraph", " ".join(line.strip() for line in lines))


def _item(text: str) -> Block:
    return Block("choice", text.removeprefix("[ ] ")) if text.startswith("[ ] ") else Block("item", text)


def _items(lines: Sequence[str]) -> Iterator[str]:
    item = ""
    for line in lines:
        if line.startswith("- ") and item:
            yield item
            item = ""
        item = f"{item} {line.removeprefix('- ').strip()}".strip()
    yield item


def _set(sheet: FPDF, block: Block) -> None:
    look = LOOKS[block.kind]
    sheet.ln(look.before)
    sheet.set_font(LATIN, style="B" if block.kind in BOLD else "", size=look.size)
    if sheet.will_page_break(look.line):
        sheet.add_page()
    left = MARGIN + sheet.c_margin  # where text begins
    sheet.set_x(MARGIN)
    if block.kind == "line":
        sheet.line(left, sheet.y + look.line, sheet.w - left, sheet.y + look.line)
    elif block.kind == "item":
        sheet.cell(look.indent, look.line, "\u2022")
    elif block.kind == "choice":
        sheet.rect(left, sheet.y + (look.line - BOX_SIDE) / 2, BOX_SIDE, BOX_SIDE)
    sheet.set_x(MARGIN + look.indent)
    rich = block.kind not in BOLD
    sheet.multi_cell(0, look.line, block.text, markdown=rich, align="L", new_x="LMARGIN", new_y="NEXT")


@contextmanager
def _sheet() -> Iterator[FPDF]:
    """An empty sheet with the fonts, whose files the library would leave open."""
    sheet = FPDF(format="A4")
    sheet.set_margins(MARGIN, MARGIN)
    sheet.set_auto_page_break(True, margin=MARGIN)
    for style, weight in WEIGHTS.items():
        sheet.add_font(LATIN, style, _font("latin", weight))
        sheet.add_font(MORE_LATIN, style, _font("latin-ext", weight))
    sheet.set_fallback_fonts([MORE_LATIN])
    try:
        yield sheet
    finally:
        for font in _fonts(sheet):
            font.ttfont.close()


def _fonts(sheet: FPDF) -> list[TTFFont]:
    return [font for font in sheet.fonts.values() if isinstance(font, TTFFont)]


def _font(part: str, weight: str) -> Path:
    return FONTS / f"source-sans-3-{part}-{weight}.woff"


@cache
def _letters() -> frozenset[int]:
    with _sheet() as sheet:
        return frozenset(letter for font in _fonts(sheet) for letter in font.cmap)
