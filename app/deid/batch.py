"""Find identifiers in many notes, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from app.deid.finding import cued_names, find


def label_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield for every line {"id", "text", "lang"?} a line {"id", "spans": [[start, end, label], ...]}.

    Offsets in characters. A line that cannot be read yields {"id", "error"} with its number and stops nothing; an empty
    line yields nothing.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_labelled(number, line), ensure_ascii=False)


def _labelled(number: int, line: str) -> dict[str, object]:
    try:
        note = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"line {number}: not JSON: {error}"}
    if not isinstance(note, dict):
        return {"id": None, "error": f"line {number}: not an object"}
    text, language = note.get("text"), note.get("lang")
    if not isinstance(text, str):
        return {"id": note.get("id"), "error": f"line {number}: no text"}
    spans = find(text, names=cued_names([text]), language=language if isinstance(language, str) else None)
    return {"id": note.get("id"), "spans": [[span.start, span.end, span.label.value] for span in spans]}
