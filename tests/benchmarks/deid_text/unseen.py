"""Names and places for the corpus that were chosen without the engine's lists; most are in none of them."""

from __future__ import annotations

from pathlib import Path


def _sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    section: list[str] = []
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            section.extend(line.split("|"))
    return found


_ALL = _sections()
GIVEN = _ALL["given names"]
SURNAMES = _ALL["surnames"]
TOWNS = _ALL["towns"]
HOSPITALS = {"en": _ALL["hospitals"], **{code: _ALL[f"hospitals {code}"] for code in ("fr", "es", "pt")}}
"""By language."""
STREETS = _ALL["streets"]
EMPLOYERS = _ALL["employers"]
