"""What is asked about the identifiers of a text, each wording once, and what becomes of the text by the answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.deid.replacing import Proposal, proposals
from app.deid.rules import Label

LONGEST_WORDING = 200
LONGEST_REPLACEMENT = 200
LONGEST_REASON = 300
"""In characters."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Something else is to stand there; an empty text takes the identifier out."""

    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """It only looks like an identifier, for this reason."""

    reason: str


Answer = Replaced | Kept


def tidy(wording: str) -> str:
    """The wording as it is compared and kept: case and blanks don't matter, nor what follows 200 characters."""
    return " ".join(wording.casefold().split())[:LONGEST_WORDING].strip()


def key_of(label: Label, wording: str) -> str:
    """A name for the wording in forms, which doesn't give it away; it's the same however the wording is written."""
    return hashlib.sha256(f"{label.value}\n{tidy(wording)}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Question:
    """One wording that identifies somebody, as it's first written, and what could stand wherever it stands."""

    key: str
    label: Label
    wording: str
    replacement: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class LookedThrough:
    """The texts of one case by their fields, and what was found in each, in the order of the text."""

    texts: Mapping[str, str]
    found: Mapping[str, Sequence[Proposal]]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Each wording once, in the order in which they are come upon."""
        places: dict[str, list[tuple[str, Proposal]]] = {}
        for field in self.texts:
            for proposal in self.found.get(field, ()):
                places.setdefault(_key(proposal), []).append((field, proposal))
        return tuple(_asked(key, standing) for key, standing in places.items())

    def replaced(self, answers: Mapping[str, Answer]) -> dict[str, str]:
        """The texts with every identifier replaced whose question (by key) is answered so; all else is untouched."""
        wanted = {
            question.key: (answer.text, question.replacement)
            for question in self.questions
            if isinstance(answer := answers.get(question.key), Replaced)
        }
        return {field: _rewritten(text, self.found.get(field, ()), wanted) for field, text in self.texts.items()}

    def pieces(self, field: str) -> Iterator[tuple[str, Proposal | None]]:
        """Cut the field's text at its findings: what each covers with its proposal, what lies between with None."""
        text, end = self.texts[field], 0
        for proposal in self.found.get(field, ()):
            yield text[end : proposal.span.start], None
            yield proposal.span.of(text), proposal
            end = proposal.span.end
        yield text[end:], None


def look_through(texts: Mapping[str, str], *, beside: Mapping[str, str] | None = None) -> LookedThrough:
    """Look for identifiers in the texts of one case; `beside` are texts of the same case whose names count, too."""
    others = {f"beside {field}": text for field, text in (beside or {}).items()}
    found = proposals({**texts, **others})
    return LookedThrough(texts, {field: found[field] for field in texts})


def _key(proposal: Proposal) -> str:
    return key_of(proposal.span.label, proposal.wording)


def _asked(key: str, standing: Sequence[tuple[str, Proposal]]) -> Question:
    _field, first = standing[0]
    replacement = next((proposal.replacement for _field, proposal in standing if proposal.replacement), "")
    fields = tuple(dict.fromkeys(field for field, _proposal in standing))
    return Question(key, first.span.label, first.wording, replacement, fields)


def _rewritten(text: str, found: Sequence[Proposal], wanted: Mapping[str, tuple[str, str]]) -> str:
    """Put in what is wanted by key, from the end, so that offsets stay true.

    What is proposed to be taken out is taken out, unless that is all that was proposed for the wording anywhere.
    """
    for proposal in reversed(found):
        if (pair := wanted.get(_key(proposal))) is not None:
            chosen, proposed = pair
            put = chosen if proposal.replacement or not proposed else ""
            text = text[: proposal.span.start] + put + text[proposal.span.end :]
    return text
