"""Turns rows into cases to be: coarse facts, texts as they stand, and a list of what wasn't clear."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from app.accounts.rules import Specialty
from app.cases.rules import TEXT_FIELDS, AgeBand, Modality, Sex
from app.ops.importing.ages import band_of
from app.ops.importing.mapping import Mapping
from app.ops.importing.table import Row

E = TypeVar("E", bound=StrEnum)
SEXES = {"f": Sex.FEMALE, "m": Sex.MALE, "female": Sex.FEMALE, "male": Sex.MALE, "intersex": Sex.INTERSEX}
TITLE_LENGTH, CAPTION_LENGTH = 160, 300


@dataclass(frozen=True)
class Picture:
    """A file to take, with what the table says about it."""

    path: Path
    caption: str
    alt_text: str


@dataclass
class Draft:
    """One case to be, and what whoever imports it should know."""

    reference: str
    texts: dict[str, str]
    specialty: Specialty
    modality: Modality
    age_band: AgeBand
    sex: Sex
    tags: list[str]
    diagnosis: str
    pictures: list[Picture] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def group(rows: list[Row], mapping: Mapping) -> dict[str, list[Row]]:
    """Put the rows of one case together, in the order of their first row; rows without an id stand alone."""
    cases: dict[str, list[Row]] = {}
    for row in rows:
        identity = _cell(row, mapping, "id") or f"line {row.number}"
        match = mapping.case_pattern.fullmatch(identity)
        cases.setdefault(match[1] if match else identity, []).append(row)
    return cases


def translate(reference: str, rows: list[Row], mapping: Mapping, folder: Path) -> Draft:
    """Make one case of its rows: the first row with a value gives it, later texts become their picture's caption."""
    first, remarks = (
        rows[0],
        [f"line {row.number}: broken characters kept as they are" for row in rows if row.has_broken_characters],
    )
    draft = Draft(
        reference=reference,
        texts={name: _text(first, mapping, name) for name in TEXT_FIELDS},
        specialty=_member(Specialty, _fact(rows, mapping, "specialty", remarks), Specialty.OTHER, remarks),
        modality=_member(Modality, _fact(rows, mapping, "modality", remarks), Modality.OTHER, remarks),
        age_band=AgeBand.UNKNOWN,
        sex=_sex(_fact(rows, mapping, "sex", remarks), remarks),
        tags=[tag.strip().lower() for tag in _fact(rows, mapping, "tags", remarks).split(";") if tag.strip()],
        diagnosis=_fact(rows, mapping, "diagnosis", remarks),
        remarks=remarks,
    )
    _read_age(draft, _fact(rows, mapping, "age", remarks))
    _write_title(draft)
    for row in rows:
        _take_pictures(draft, row, mapping, folder, is_first=row is first)
    return draft


def _cell(row: Row, mapping: Mapping, name: str) -> str:
    if name in mapping.constants:
        return mapping.constants[name]
    cells = [row.cells.get(column, "") for column in mapping.columns.get(name, ())]
    raw = next((cell for cell in cells if cell), "")
    return mapping.values.get(name, {}).get(raw, raw) or mapping.defaults.get(name, "")


def _text(row: Row, mapping: Mapping, name: str) -> str:
    """A text field; when several columns feed it, each stands on a line of its own behind its label."""
    columns = mapping.columns.get(name, ())
    if len(columns) < 2:
        return _cell(row, mapping, name)
    lines = [
        f"{mapping.labels.get(column, column)}: {row.cells[column]}" for column in columns if row.cells.get(column)
    ]
    return "\n\n".join(lines) or mapping.defaults.get(name, "")


def _fact(rows: list[Row], mapping: Mapping, name: str, remarks: list[str]) -> str:
    stated = list(dict.fromkeys(cell for row in rows if (cell := _cell(row, mapping, name))))
    if len(stated) > 1:
        remarks.append(f"{name}: the rows differ ({', '.join(stated)}); the first is taken")
    return stated[0] if stated else ""


def _member(kind: type[E], stated: str, otherwise: E, remarks: list[str]) -> E:
    if not stated:
        return otherwise
    try:
        return kind(stated.strip().lower().replace(" ", "_").replace("-", "_"))
    except ValueError:
        remarks.append(f"{kind.__name__.lower()} {stated!r} is unknown here; set to {otherwise.value}")
        return otherwise


def _sex(stated: str, remarks: list[str]) -> Sex:
    if stated and stated.lower() not in SEXES:
        remarks.append(f"sex {stated!r} isn't clear; left open")
    return SEXES.get(stated.lower(), Sex.NOT_STATED)


def _read_age(draft: Draft, stated: str) -> None:
    draft.age_band = band_of(stated) if stated else AgeBand.UNKNOWN
    if stated and draft.age_band is AgeBand.UNKNOWN:
        draft.remarks.append(f"age {stated!r} doesn't fall into one band; kept in the history as it stands")
        line = f"Age as given: {stated}"
        draft.texts["history"] = "\n\n".join(part for part in (draft.texts["history"], line) if part)
    if not stated:
        draft.remarks.append("no age given")


def _write_title(draft: Draft) -> None:
    """A title may use {age_band} and {sex}; a part of it whose fact isn't known is left out."""
    known = {
        "age_band": "" if draft.age_band is AgeBand.UNKNOWN else draft.age_band.value,
        "sex": "" if draft.sex is Sex.NOT_STATED else draft.sex.value,
    }
    parts = [part for part in draft.texts["title"].split(",") if not _is_unknown(part, known)]
    title = ",".join(parts)
    for name, value in known.items():
        title = title.replace(f"{{{name}}}", value)
    draft.texts["title"] = title.strip()[:TITLE_LENGTH]


def _is_unknown(part: str, known: dict[str, str]) -> bool:
    return any(f"{{{name}}}" in part and not value for name, value in known.items())


def _take_pictures(draft: Draft, row: Row, mapping: Mapping, folder: Path, *, is_first: bool) -> None:
    paths = _picture_paths(row, mapping, folder)
    if not paths:
        draft.remarks.append(f"line {row.number}: no picture found")
    caption = _cell(row, mapping, "caption")
    story = "" if is_first else _text(row, mapping, "presentation")
    if story and story not in (draft.texts["presentation"], mapping.defaults.get("presentation")):
        if len(story) <= CAPTION_LENGTH and not caption:
            caption = story
        else:
            draft.texts["presentation"] += f"\n\n{story}"
    draft.pictures += [Picture(path, caption, _cell(row, mapping, "alt")) for path in paths]


def _picture_paths(row: Row, mapping: Mapping, folder: Path) -> list[Path]:
    """Files inside the folder only: a name that leads out of it finds nothing."""
    if mapping.picture_pattern:
        pattern = mapping.picture_pattern.replace("{id}", _cell(row, mapping, "id"))
        found = sorted(folder.glob(pattern)) if pattern and not pattern.startswith("/") else []
    else:
        names = [name.strip() for name in _cell(row, mapping, "images").split(";") if name.strip()]
        found = [folder / name for name in names]
    inside = folder.resolve()
    return [path for path in found if path.is_file() and path.resolve().is_relative_to(inside)]
