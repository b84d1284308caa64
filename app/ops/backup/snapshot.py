"""One moment of the instance, held still while it goes on: the database, and the files that its rows name.

Picture files never change and have random names, so a second name for each (a hard link) keeps it as it was, without
a copy. Links are made before the database is copied; those that came in meanwhile are linked while nobody can commit,
which takes milliseconds. So a picture that is replaced or erased during the backup is in it if its row is.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.kernel.blobs import LocalBlobs
from app.kernel.database import Database
from app.media.models import Image, Rendition
from app.ops.backup.databases import dump_postgresql, file_of, is_sqlite
from app.ops.house import House

Linking = Callable[[Session], None]
OVERLAP = timedelta(minutes=5)
"""Clocks of two processes may differ; linking a file twice does no harm."""


@dataclass(frozen=True)
class Snapshot:
    """The copy of the database, a session that reads that moment, and the folder of the files."""

    dump: Path
    session: Session
    pictures: Path

    def named(self) -> Iterator[str]:
        """The keys of all files that the rows of that moment name."""
        return iter(self.session.scalars(select(Rendition.key).order_by(Rendition.id).execution_options(yield_per=500)))


@contextmanager
def held_still(house: House, folder: Path) -> Iterator[Snapshot]:
    """Take the snapshot into an empty folder on the file system of the pictures."""
    pictures = folder / "pictures"
    pictures.mkdir()
    began = house.clock.now() - OVERLAP
    for key in LocalBlobs(house.settings.renditions).keys():  # noqa: SIM118 -- a blob store is no dictionary
        _link(house, key, pictures)
    taken = _sqlite if is_sqlite(house.settings) else _postgresql
    with taken(house, folder / "dump", lambda session: _link_recent(session, house, pictures, began)) as (
        dump,
        session,
    ):
        yield Snapshot(dump, session, pictures)


@contextmanager
def _sqlite(house: House, dump: Path, link: Linking) -> Iterator[tuple[Path, Session]]:
    with closing(sqlite3.connect(file_of(house.settings), isolation_level=None)) as held:
        with house.database.writing() as session:
            session.execute(text("SELECT 1"))  # from here on nobody else commits
            held.execute("BEGIN")
            held.execute("SELECT count(*) FROM sqlite_master").fetchone()  # this moment is what the copy will be of
            link(session)
        with closing(sqlite3.connect(dump)) as copy:
            held.backup(copy)
    copied = Database(f"sqlite:///{dump}")
    try:
        with copied.reading() as session:
            yield dump, session
    finally:
        copied.engine.dispose()


@contextmanager
def _postgresql(house: House, dump: Path, link: Linking) -> Iterator[tuple[Path, Session]]:
    engine = house.database.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as held:
        with house.database.writing() as session:
            session.execute(text("LOCK TABLE rendition IN SHARE MODE"))
            name = held.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            link(session)
        dump_postgresql(house.settings, dump, snapshot=name)
        with Session(held) as session:
            yield dump, session


def _link_recent(session: Session, house: House, pictures: Path, since: datetime) -> None:
    recent = select(Rendition.key).join(Image).where(Image.touched_at >= since)
    for key in session.scalars(recent):
        _link(house, key, pictures)


def _link(house: House, key: str, pictures: Path) -> None:
    """A file that was destroyed a moment ago belongs to no row of the copy; one that has been linked is."""
    target = pictures / key
    target.parent.mkdir(exist_ok=True)
    with suppress(FileNotFoundError, FileExistsError):
        os.link(house.settings.renditions / key, target)
