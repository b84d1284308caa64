"""Propose what to write instead of the identifiers of one case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.deid.finding import cued_names, look
from app.deid.known_names import words_of
from app.deid.name_cues import Bearer
from app.deid.named import Named
from app.deid.relative_days import Order, read, relative
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
_BEARERS = {Bearer.RELATIVE: "[relative]", Bearer.CLINICIAN: "[clinician]"}
_BIRTH = re.compile(
    r"(?:\bd\.?o\.?b\b\.?|birth(?:day|date)?|\bborn|\bnée?\(?e?\)?|naissance|\bnacid[oa]|nacimiento|"
    r"\bnascid[oa]|nascimento|\bgeb(?:oren|urtsdatum)?\b\.?|\bnat[oa]|nascita)\W{0,3}(?:on|le|el|em|am|"
    r"il)?\W{0,3}$",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(
    r"(?:\baged?|\bage\s+of|\bâgée?|\bedad|\bidade|\balter|\betà)(?:\s+(?:of|is|was|de|di))?\s*[:=]?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An identifier, the characters it covers, and what could stand there instead."""

    span: Span
    wording: str
    replacement: str


def proposals(fields: Mapping[str, str], language: str | None = None) -> dict[str, list[Proposal]]:
    """Return the proposals of every field of one case, in the order of the text.

    A name that stands with a cue in one field is found in all of them. Days are counted from the first full date of
    the case that is no date of birth. Where all proposals are taken, `find` finds nothing in their places.
    """
    names = cued_names(fields.values())
    looked = {field: look(text, names=names, language=language) for field, text in fields.items()}
    case = _Case(fields, looked, language)
    return {field: [case.proposal(text, span) for span in looked[field][0]] for field, text in fields.items()}


class _Case:
    """What the fields of a case say together: whose a name is, and which day is its first."""

    def __init__(
        self, fields: Mapping[str, str], looked: Mapping[str, tuple[list[Span], list[Named]]], language: str | None
    ) -> None:
        self._bearers = _bearers((fields[field], people) for field, (_, people) in looked.items())
        dates = [
            (fields[field], span) for field, (spans, _) in looked.items() for span in spans if span.label is Label.DATE
        ]
        self._order = Order.of([span.of(text) for text, span in dates], language)
        days = (read(span.of(text), self._order) for text, span in dates if not _is_birth(text, span))
        self._first = next((day for day in days if day), None)

    def proposal(self, text: str, span: Span) -> Proposal:
        """Return what could stand in place of the span."""
        wording = span.of(text)
        return Proposal(span, wording, self._instead(text, span, wording))

    def _instead(self, text: str, span: Span, wording: str) -> str:
        if span.label is Label.NAME:
            return self._person(wording)
        if span.label is Label.DATE:
            return self._day(text, span, wording)
        if span.label is Label.AGE:
            return _age(text, span)
        return _PLAIN[span.label]

    def _person(self, wording: str) -> str:
        bearers = {self._bearers.get(word) for word in words_of([wording])} - {None}
        return _BEARERS.get(bearers.pop() or Bearer.UNKNOWN, "[name]") if len(bearers) == 1 else "[name]"

    def _day(self, text: str, span: Span, wording: str) -> str:
        if _is_birth(text, span):
            return "[date of birth]"
        day = read(wording, self._order)
        return relative(day, self._first) if day and self._first else "[date]"


def _bearers(people: Iterable[tuple[str, list[Named]]]) -> dict[str, Bearer | None]:
    """Return by each word of a name whose it is; None where cues contradict."""
    found: dict[str, Bearer | None] = {}
    for text, names in people:
        for each in names:
            if each.bearer is not Bearer.UNKNOWN:
                for word in words_of([text[each.start : each.end]]):
                    found[word] = each.bearer if found.get(word, each.bearer) is each.bearer else None
    return found


def _is_birth(text: str, span: Span) -> bool:
    return bool(_BIRTH.search(text[max(0, span.start - 30) : span.start]))


def _age(text: str, span: Span) -> str:
    """Say it so that it reads on: 'aged 93' and 'a 93-year-old man' take different words."""
    before = text[max(0, span.start - 20) : span.start]
    if _AGE_BEFORE.search(before):
        return "90 or older"
    if re.search(r"\b[Aa]n?\s+$", before):
        return "very old (90 or older)"
    return "aged 90 or older"
