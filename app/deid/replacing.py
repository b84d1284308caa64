"""Propose what to write instead of the identifiers of one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.deid.finding import cued_names, find
from app.deid.rules import Label, Span

_PLAIN = {
    Label.NAME: "[name]",
    Label.DATE: "[date]",
    Label.AGE: "aged 90 or older",
    Label.LOCATION: "[place]",
    Label.HOSPITAL: "[hospital]",
    Label.ID: "[number]",
    Label.PHONE: "[phone]",
    Label.EMAIL: "[e-mail]",
    Label.URL: "[link]",
    Label.DEVICE: "[device number]",
    Label.OTHER: "[removed]",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """An identifier, the characters it covers, and what could stand there instead."""

    span: Span
    wording: str
    replacement: str


def proposals(fields: Mapping[str, str], language: str | None = None) -> dict[str, list[Proposal]]:
    """Return the proposals of every field of one case, in the order of the text.

    A name that stands with a cue in one field is found in all of them.
    """
    names = cued_names(fields.values())
    return {field: _proposed(text, find(text, names=names, language=language)) for field, text in fields.items()}


def _proposed(text: str, spans: list[Span]) -> list[Proposal]:
    return [Proposal(span, span.of(text), _PLAIN[span.label]) for span in spans]
