"""Reads the table of an import: CSV or JSON Lines, in UTF-8, with whatever is broken in it kept and named."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from app.kernel.errors import Refusal, mark

BROKEN = "\ufffd"


@dataclass(frozen=True)
class Row:
    """One line of the table: its number as an editor counts, its cells by column, without blanks around them."""

    number: int
    cells: dict[str, str]

    @property
    def has_broken_characters(self) -> bool:
        """Whether a character was lost before us, or isn't UTF-8; it's kept as U+FFFD."""
        return any(BROKEN in cell for cell in self.cells.values())


def find_table(folder: Path) -> Path:
    """Return the only .csv or .jsonl file of the folder; raises Refusal when there are none or several."""
    tables = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".csv", ".jsonl"))
    if len(tables) != 1:
        raise Refusal(mark("%(folder)s must hold exactly one .csv or .jsonl file; it holds %(count)s."),
                      folder=str(folder), count=len(tables))  # fmt: skip
    return tables[0]


def read_rows(table: Path) -> tuple[list[Row], list[str]]:
    """Return the readable rows, and a sentence for each line that can't be read."""
    lines = table.read_text(encoding="utf-8-sig", errors="replace").splitlines(keepends=True)
    if table.suffix.lower() == ".jsonl":
        return _read_json_lines(lines)
    return _read_csv(lines)


def _read_csv(lines: list[str]) -> tuple[list[Row], list[str]]:
    reader = csv.DictReader(lines, restkey="", restval="")
    rows, troubles = [], []
    for cells in reader:
        if "" in cells:
            troubles.append(f"line {reader.line_num}: more cells than columns; is a quotation mark missing?")
            continue
        rows.append(Row(reader.line_num, {name.strip(): (cell or "").strip() for name, cell in cells.items()}))
    return rows, troubles


def _read_json_lines(lines: list[str]) -> tuple[list[Row], list[str]]:
    rows, troubles = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except json.JSONDecodeError as error:
            troubles.append(f"line {number}: not JSON ({error.msg})")
            continue
        if not isinstance(cells, dict):
            troubles.append(f"line {number}: not a JSON object")
            continue
        rows.append(Row(number, {name: _as_text(cell) for name, cell in cells.items()}))
    return rows, troubles


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list):
        return "; ".join(str(part) for part in cell)
    return str(cell).strip()
