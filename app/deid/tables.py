"""Read tables in plain text: what the head of a column says of the cells under it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.deid.lexicon import Kind, kind_of
from app.deid.rules import Label, Span
from app.deid.wordlists import folded

_HEADS = (
    (
        Label.NAME,
        re.compile(
            r"(?:patient(?:'s)?[ _]?|full[ _]?|first[ _]?|last[ _]?|given[ _]?|family[ _]?|doctor[ _]?|"
            r"consultant[ _]?|physician[ _]?|nok[ _]?|mother'?s?[ _]?|contact[ _]?)?name|surname|forename|"
            r"patient|consultant|clinician|doctor|gp|physician|surgeon|nurse|attending|next of kin|nok|nom|"
            r"pr[ée]nom|nombre|apellidos?|nome|sobrenome|paciente|m[ée]dic[oi]n?|seen by|reviewed by|referrer|"
            r"author|reporter|signature",
            re.IGNORECASE,
        ),
    ),
    (
        Label.ID,
        re.compile(
            r"mrn|nhs(?:[ _]?(?:no|number))?\.?|(?:patient|hospital|record|case|file|chart|account|member|"
            r"medical record|lab|specimen|sample|accession|insurance|policy)[ _]?(?:id|no|num|number|#)\.?|id|"
            r"ssn|accession|dni|nif|cpf|nir|ipp|nhc|dossier|prontu[áa]rio|processo|chart|hospital no\.?",
            re.IGNORECASE,
        ),
    ),
    (
        Label.LOCATION,
        re.compile(
            r"(?:home[ _]?)?address|city|town|village|postcode|zip(?:[ _]?code)?|adresse|ville|direcci[óo]n|"
            r"ciudad|morada|endere[çc]o|cidade|county",
            re.IGNORECASE,
        ),
    ),
    (
        Label.HOSPITAL,
        re.compile(
            r"hospital|site|facility|institution|practice|h[ôo]pital|clinic|trust|school|employer", re.IGNORECASE
        ),
    ),
    (
        Label.PHONE,
        re.compile(
            r"(?:tele)?phone(?:[ _]?(?:no|number))?|tel|mobile|contact(?:[ _]?(?:no|number))?|t[ée]l[ée]phone|"
            r"tel[ée]fono|telefone|telem[óo]vel",
            re.IGNORECASE,
        ),
    ),
    (
        Label.DEVICE,
        re.compile(
            r"serial(?:[ _]?(?:no|number))?|lot(?:[ _]?(?:no|number))?|batch(?:[ _]?(?:no|number))?|s/n", re.IGNORECASE
        ),
    ),
)
_EMPTY = re.compile(r"\W*|n/?a|nil|none|unknown|yes|no|\[[^\]]*\]", re.IGNORECASE)
_SEPARATORS = ("|", "\t", ";", ",")


def cells(text: str) -> Iterator[Span]:
    """Yield the cells under heads such as 'Name' or 'MRN', whole."""
    offset = 0
    heads: list[Label | None] = []
    separator = ""
    for line in text.splitlines(keepends=True):
        found = _heads(line)
        if found:
            separator, heads = found
        elif heads and line.count(separator) >= max(1, len(heads) - 2):
            yield from _under(line.rstrip("\r\n"), offset, separator, heads)
        elif line.strip(" -+|=:\r\n"):
            heads = []
        offset += len(line)


def _heads(line: str) -> tuple[str, list[Label | None]] | None:
    if len(line) > 400:
        return None
    for separator in _SEPARATORS:
        parts = [part.strip(" \"'*_.\r\n") for part in line.split(separator)]
        labels = [_label(part) for part in parts]
        filled = [part for part in parts if part]
        if (
            len(filled) > 1
            and sum(label is not None for label in labels) > (1 if separator == "," else 0)
            and all(len(part) < 30 and not part[:1].isdigit() for part in filled)
            and all(label is not None or _is_a_head(part) for part, label in zip(parts, labels, strict=True) if part)
            and not any(":" in part for part in filled)
        ):
            return separator, labels
    return None


def head_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that head a table: 'Name' there is followed by another head and not by somebody."""
    offset = 0
    for line in text.splitlines(keepends=True):
        if any(sign in line for sign in _SEPARATORS) and _heads(line):
            yield offset, offset + len(line)
        offset += len(line)


def _is_a_head(part: str) -> bool:
    """Whether all words of a cell are ordinary ones: what stands at the head of a column is no name."""
    words = [folded(word) for word in re.findall(r"[^\W\d_]{2,}", part)]
    return bool(words) and all(kind_of(word) & Kind.ORDINARY or len(word) < 5 for word in words)


def _label(head: str) -> Label | None:
    return next((label for label, shape in _HEADS if shape.fullmatch(head)), None)


def _under(line: str, offset: int, separator: str, heads: list[Label | None]) -> Iterator[Span]:
    place = 0
    for number, part in enumerate(line.split(separator)):
        label = heads[number] if number < len(heads) else None
        stripped = part.strip(" \"'*_")
        if label and len(stripped) > 1 and not _EMPTY.fullmatch(stripped) and _fits(stripped, label):
            start = offset + place + part.index(stripped)
            yield Span(start, start + len(stripped), label)
        place += len(part) + len(separator)


def _fits(cell: str, label: Label) -> bool:
    if label in {Label.ID, Label.PHONE, Label.DEVICE}:
        return sum(map(str.isdigit, cell)) > 2
    if label is Label.NAME:
        return (
            len(cell) < 60 and any(map(str.isalpha, cell)) and not any(map(str.isdigit, cell)) and cell.count(" ") < 6
        )
    return any(map(str.isalpha, cell)) and not cell.islower() and len(cell) < 100
