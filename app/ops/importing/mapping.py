"""Which of a table's columns feed which field of a case; a TOML file says so for foreign tables (docs/import.md)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from app.cases.rules import TEXT_FIELDS
from app.kernel.errors import Refusal, mark

FACTS = ("specialty", "modality", "age", "sex", "tags", "diagnosis")
FIELDS = ("id", "images", "caption", "alt", *TEXT_FIELDS, *FACTS)


@dataclass(frozen=True)
class Mapping:
    """Columns by field; without a file each field is fed by the column of its own name."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=lambda: {name: (name,) for name in FIELDS})
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    picture_pattern: str = ""
    case_pattern: re.Pattern[str] = re.compile("(.*)")


def load_mapping(path: Path | None) -> Mapping:
    """Read a mapping file; raises Refusal that names what is wrong in it."""
    if path is None:
        return Mapping()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        pattern = re.compile(content.get("images", {}).get("case", "(.*)"))
    except (tomllib.TOMLDecodeError, re.error) as error:
        raise Refusal(mark("The mapping file can't be read: %(why)s"), why=str(error)) from error
    columns = {name: _as_columns(value) for name, value in content.get("columns", {}).items()}
    for name in (*columns, *content.get("constants", {}), *content.get("defaults", {})):
        if name not in FIELDS:
            raise Refusal(
                mark("The mapping file names a field %(name)s; there are: %(fields)s."),
                name=name,
                fields=", ".join(FIELDS),
            )
    return Mapping(
        columns=columns,
        labels=content.get("labels", {}),
        values={name: {str(k): str(v) for k, v in table.items()} for name, table in content.get("values", {}).items()},
        constants=content.get("constants", {}),
        defaults=content.get("defaults", {}),
        picture_pattern=content.get("images", {}).get("pattern", ""),
        case_pattern=pattern,
    )


def _as_columns(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
