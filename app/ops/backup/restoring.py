"""Putting a backup in place, so that nothing that has ended since comes back with it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect

from app.accounts.services.restored import end_sign_ins_and_links
from app.kernel.audit import GENESIS, Subject, record
from app.kernel.blobs import LocalBlobs, sync_folder
from app.kernel.chain import head_of
from app.kernel.database import Database
from app.kernel.errors import Refusal, mark
from app.kernel.locks import Lock
from app.kernel.migrations import upgrade
from app.library import jobs as library
from app.media import jobs as media
from app.media.services.losing import lose_originals
from app.ops import erasures, narrowings, tombstones
from app.ops.backup.container import Label, NoBackup
from app.ops.backup.databases import backend_of, file_of, is_sqlite, restore_postgresql
from app.ops.backup.leftovers import working_folder
from app.ops.backup.unpacking import Unpacked, unpack
from app.ops.house import House


@dataclass(frozen=True)
class Restored:
    """What a restore has done: cases ended again, originals that are lost, cases in the new index."""

    label: Label
    ended: int
    originals_lost: int
    indexed: int


@dataclass(frozen=True)
class Since:
    """What has ended since the backup: cases, people who have left, and uses that were taken back."""

    ended: tombstones.Ended
    left: erasures.Left
    narrowed: narrowings.Narrowed


def restore(house: House, source: Path, lock: Lock, *, replace: bool) -> Restored:
    """Put the backup in place; cases that ended since end again, and everybody must sign in anew.

    Stop the server and the worker first. Raises Refusal, and then nothing has changed: when the file isn't a whole
    backup for this kind of database, the lock is wrong, or there is data and `replace` is False. Killed at any line,
    it can be run again.
    """
    settings = house.settings
    has_data = inspect(house.database.engine).has_table("account")
    if has_data and not replace:
        raise Refusal(mark("There is data here already. Say --replace to put the backup in its place."))
    settings.data.mkdir(parents=True, exist_ok=True)
    with working_folder(settings.data) as folder:
        unpacked = unpack(source, folder, lock)
        _check_kind(unpacked.label, house)
        former = _former_head(house) if has_data else GENESIS
        ended = tombstones.known(house.database if has_data else None, settings.tombstones)
        tombstones.keep(settings.tombstones, ended, at=house.clock.now())
        left = erasures.known(house.database if has_data else None, settings.erasures)
        erasures.keep(settings.erasures, left)
        narrowed = narrowings.known(house.database if has_data else None, settings.narrowings)
        narrowings.keep(settings.narrowings, narrowed)
        database = _staged(house, unpacked)
        count, lost = _catch_up(house, database, Since(ended, left, narrowed), former=former, label=unpacked.label)
        _put_pictures(unpacked.pictures, settings.renditions)
        if is_sqlite(settings):
            _put_sqlite(house, database, unpacked.database)
    return Restored(unpacked.label, count, lost, _settle(house))


def _check_kind(label: Label, house: House) -> None:
    present = backend_of(house.settings)
    if label.backend != present:
        message = mark("This backup is of a %(was)s database; this instance uses %(present)s.")
        raise Refusal(message, was=label.backend, present=present)


def _former_head(house: House) -> str:
    with house.database.reading() as session:
        return head_of(session).digest


def _staged(house: House, unpacked: Unpacked) -> Database:
    """The backup's database with the newest schema: SQLite's lies beside the one in use, which nobody misses yet."""
    if not is_sqlite(house.settings):
        restore_postgresql(house.settings, unpacked.database)
        database = house.database
    else:
        _check_whole(unpacked.database)
        database = Database(f"sqlite:///{unpacked.database}")
    upgrade(database)
    return database


def _check_whole(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as connection:
            is_whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        is_whole = False
    if not is_whole:
        raise NoBackup(mark("The database in this backup is damaged: nothing of it was put in place."))


def _catch_up(house: House, database: Database, since: Since, *, former: str, label: Label) -> tuple[int, int]:
    """Bring what was true back then up to what must be true now, before anybody can see it."""
    at = house.clock.now()
    heads: dict[str, str | int] = {"rows": label.audit.rows, "head": label.audit.digest, "former": former}
    with database.writing() as session:
        record(session, None, "instance.restored", Subject.INSTANCE, 0, at=at, **heads)
        count = tombstones.replay(session, since.ended, at=at)
        erasures.replay(session, since.left, at=at)
        narrowings.replay(session, since.narrowed, at=at)
        lost = lose_originals(session, house.store, at=at)
        end_sign_ins_and_links(session, at=at)
    return count, lost


def _put_pictures(source: Path, target: Path) -> None:
    """Beside those that are there: keys are random, and what no row names is swept."""
    blobs = LocalBlobs(target)
    for path in source.glob("*/*"):
        key = f"{path.parent.name}/{path.name}"
        if not blobs.has(key) or path.stat().st_size != (target / key).stat().st_size:
            blobs.put(key, path.read_bytes())


def _put_sqlite(house: House, staged: Database, file: Path) -> None:
    """In one step; the write-ahead log of the former database must not be taken for the new one's."""
    _settle_log(staged)
    house.database.engine.dispose()
    target = file_of(house.settings)
    if target.exists():
        _settle_log(house.database)
    for leftover in (f"{target.name}-wal", f"{target.name}-shm"):
        target.with_name(leftover).unlink(missing_ok=True)
    os.replace(file, target)  # noqa: PTH105 -- the same file system, in one step
    sync_folder(target.parent)


def _settle_log(database: Database) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()


def _settle(house: House) -> int:
    """Destroy what must go, and build the index anew."""
    media.destroy_doomed(house.database, house.store, house.clock)
    media.sweep_orphans(house.database, house.store, house.clock)
    return library.rebuild(house.database, house.index, house.clock)
