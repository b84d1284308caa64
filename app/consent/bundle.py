"""The files of an exported case: its text as Markdown and JSON, its pictures, and what goes with them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import IO

from app.cases.content import as_json
from app.cases.models import Case, CasePicture
from app.cases.queries import pictures_for_readers
from app.consent.answers import Answer
from app.kernel.errors import NotFound
from app.media.models import Rendition
from app.media.queries import rendition_of
from app.media.rules import RenditionFormat
from app.media.storage import ImageStore

LARGEST = 2048
TEXTS = ("case.md", "READ-FIRST.txt")
EXTENSIONS = {RenditionFormat.WEBP: "webp", RenditionFormat.JPEG: "jpg"}


def facts_of(case: Case, answer: Answer | None, *, address: str, at: datetime) -> dict[str, object]:
    """The case as JSON: what its page says, with the names of its pictures' files in this bundle."""
    said = as_json(case)
    said["pictures"] = [
        {
            "files": [name for name, _file in files_of(picture, number)],
            "caption": picture.caption,
            "alt_text": picture.alt_text,
        }
        for number, picture in numbered(case, at)
    ]
    said["resolution"] = asdict(answer) if answer else None
    return {"address": address, "exported_at": at.isoformat(), "content_hash": case.content_hash, "case": said}


def write(
    out: IO[bytes],
    case: Case,
    texts: Mapping[str, str],
    facts: Mapping[str, object],
    store: ImageStore,
    *,
    at: datetime,
) -> None:
    """Write the ZIP; raises NotFound where a picture is being destroyed meanwhile."""
    with zipfile.ZipFile(out, "w") as bundle:
        for name, text in {**texts, "case.json": json.dumps(facts, indent=2, ensure_ascii=False)}.items():
            bundle.writestr(_entry(case, name, at), text, zipfile.ZIP_DEFLATED)
        for number, picture in numbered(case, at):
            for name, file in files_of(picture, number):
                bundle.writestr(_entry(case, name, at), _read(store, file), zipfile.ZIP_STORED)


def numbered(case: Case, at: datetime) -> list[tuple[int, CasePicture]]:
    """The pictures that readers see, counted from 1."""
    return list(enumerate(pictures_for_readers(case, at), 1))


def files_of(picture: CasePicture, number: int) -> Iterator[tuple[str, Rendition]]:
    """Every frame in the largest size, as WebP and as JPEG, under the name that it has in the bundle."""
    for frame in range(picture.image.frames):
        suffix = f"-{frame + 1:03}" if picture.image.frames > 1 else ""
        for form, extension in EXTENSIONS.items():
            if file := rendition_of(picture.image, LARGEST, form, frame):
                yield f"pictures/{number:02}{suffix}.{extension}", file


def _entry(case: Case, name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"casebook-{case.id}/{name}", at.timetuple()[:6])
    entry.external_attr = 0o644 << 16
    return entry


def _read(store: ImageStore, file: Rendition) -> bytes:
    try:
        return store.get(file.key)
    except FileNotFoundError:
        raise NotFound() from None
