"""Everything about one person as a ZIP that is made while it's sent: JSON for machines, a page for people."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from app.kernel.database import Database
from app.kernel.personal import Chapter, Exporters

Page = Callable[[Sequence[Chapter]], str]


class _Outlet(io.RawIOBase):
    """Takes what the archive writes until it's sent on; it can't go back, and the archive needn't."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._waiting += piece
        return len(piece)

    def drain(self) -> bytes:
        """What has been written since the last time."""
        piece = bytes(self._waiting)
        self._waiting.clear()
        return piece


def archive_of(
    database: Database, exporters: Exporters, account_id: int, page: Page, *, at: datetime
) -> Iterator[bytes]:
    """The archive, piece by piece; at most one picture is in memory at a time. `page` draws the chapters as HTML."""
    outlet, chapters = _Outlet(), []
    with database.reading() as session, zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        for export in exporters.chapters:
            for chapter in export(session, account_id):
                chapters.append(chapter)
                text = json.dumps(list(chapter.rows), ensure_ascii=False, indent=2)
                archive.writestr(_entry(f"{chapter.name}.json", at), text)
                yield outlet.drain()
        archive.writestr(_entry("index.html", at), page(chapters))
        for name, content in exporters.files(session, account_id):
            archive.writestr(_entry(name, at), content)
            yield outlet.drain()
    yield outlet.drain()


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if name.endswith((".jpeg", ".webp")) else zipfile.ZIP_DEFLATED
    return entry
