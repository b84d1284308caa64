"""What an identifier is: its label and its place in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What kind of identifier a stretch of text is, after the 18 of HIPAA's Safe Harbor."""

    NAME = "NAME"
    DATE = "DATE"
    AGE = "AGE"
    LOCATION = "LOCATION"
    HOSPITAL = "HOSPITAL"
    ID = "ID"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    URL = "URL"
    DEVICE = "DEVICE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text that identifies somebody: offsets in characters, half-open, and what it is."""

    start: int
    end: int
    label: Label

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def touches(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.start < other.end and other.start < self.end
