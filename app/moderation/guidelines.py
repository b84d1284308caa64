"""The sections of content/pages/guidelines.md that a moderator needs beside each kind of decision."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from markupsafe import Markup

from app.moderation.rules import ReviewKind
from app.web.rich_text import render_page

PICTURES, TEXT = "What must not be visible", "What must not be in the text"
TWO, LOOK, WORDS = "What two moderators look at", "What moderators look for", "How to write it"
PERSON = "Who is verified"
SECTIONS: dict[ReviewKind, tuple[str, ...]] = {
    ReviewKind.CASE: (LOOK, PICTURES, TEXT, TWO),
    ReviewKind.FLAGGED_CASE: (PICTURES, TEXT, TWO),
    ReviewKind.FLAGGED_COMMENT: (TEXT, WORDS),
    ReviewKind.VERIFICATION: (PERSON,),
    ReviewKind.BARRED_UPLOAD: (PICTURES,),
    ReviewKind.SECOND_LOOK: (LOOK, PICTURES, TEXT),
}
"""Headings of the page, in the order in which they are shown."""

Section = tuple[str, Markup]


def beside(content: Path, kind: ReviewKind) -> Sequence[Section]:
    """Heading and HTML of each section for this kind of decision; the general one for kinds without their own."""
    sections = _sections(content / "pages" / "guidelines.md")
    return [(heading, sections[heading]) for heading in SECTIONS.get(kind, (LOOK,))]


@cache
def _sections(path: Path) -> dict[str, Markup]:
    _, *parts = path.read_text(encoding="utf-8").split("\n## ")
    split = (part.partition("\n") for part in parts)
    return {heading.strip(): render_page(f"\n{text}")[0] for heading, _, text in split}
