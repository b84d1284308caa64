"""Tables as CSV files that spreadsheets open as what they are: text and numbers, never formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response

Cell = str | int | float | None
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""With these spreadsheets begin a formula, or pass over them to one (OWASP 'CSV Injection'; ASVS 5, 1.2.10)."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it some spreadsheets take UTF-8 for something else."""


def harmless(cell: Cell) -> Cell:
    """The cell as it may stand in a file: text that a spreadsheet would work out gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS) else cell


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Header and rows as CSV, None as an empty cell. All text is quoted, so that no other separator can split it."""
    file = StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
    for row in (header, *rows):
        writer.writerow(["" if cell is None else harmless(cell) for cell in row])
    return file.getvalue()


def send_csv(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """An answer that is saved as `name`.csv and kept by no cache."""
    response = Response(BYTE_ORDER_MARK + as_csv(header, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
