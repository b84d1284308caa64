"""Backup and restore: one file with the database and the pictures, taken while the instance runs.

Quarantined originals are never in it. A restore ends again every case that has ended since, and takes back again every
use that was taken back.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from app.kernel.blobs import LocalBlobs
from app.kernel.database import Database
from app.kernel.errors import Refusal, mark
from app.kernel.migrations import upgrade
from app.kernel.settings import Settings
from app.ops import narrowings, tombstones
from app.ops.house import House

DATABASE, PICTURES, FACTS = "database", "pictures/", "casebook-backup.json"
FORMAT = 1


def back_up(house: House, target: Path) -> int:
    """Write the backup file; return the number of pictures in it. A half-written file is removed."""
    passing = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / DATABASE
            _copy_database(house.settings, copy)
            count = _write(house, copy, passing)
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)
    return count


def _write(house: House, copy: Path, target: Path) -> int:
    count = 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        facts = {"format": FORMAT, "backend": _backend(house.settings), "at": house.clock.now().isoformat()}
        _add(archive, FACTS, json.dumps(facts).encode())
        archive.add(copy, DATABASE)
        pictures = house.settings.renditions
        for key in LocalBlobs(pictures).keys():  # noqa: SIM118 -- a blob store is no dictionary
            count += _add_picture(archive, pictures / key, f"{PICTURES}{key}")
    return count


def _add_picture(archive: tarfile.TarFile, path: Path, name: str) -> int:
    """A picture that was erased a moment ago is rightly not in the backup."""
    try:
        archive.add(path, name)
    except FileNotFoundError:
        return 0
    return 1


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def restore(house: House, source: Path, *, replace: bool) -> int:
    """Put the backup in place; return how many cases had ended since and were ended again.

    Raises Refusal when the file isn't a backup for this kind of database, or when there is data and `replace` is
    False. Stop the server and the worker first.
    """
    settings = house.settings
    has_data = inspect(house.database.engine).has_table("account")
    if has_data and not replace:
        raise Refusal(mark("There is data here already. Say --replace to put the backup in its place."))
    ended = tombstones.known(house.database if has_data else None, settings.tombstones)
    narrowed = narrowings.known(house.database if has_data else None, settings.narrowings)
    house.database.engine.dispose()
    with tempfile.TemporaryDirectory(dir=settings.data) as folder:
        _unpack(source, Path(folder), _backend(settings))
        _put_database(settings, Path(folder) / DATABASE)
        _put_pictures(Path(folder) / PICTURES, settings.renditions)
    database = Database(settings.database_url)
    upgrade(database)
    count = tombstones.replay(database, ended, at=house.clock.now())
    with database.writing() as session:
        narrowings.replay(session, narrowed, at=house.clock.now())
    database.engine.dispose()
    return count


def _unpack(source: Path, folder: Path, backend: str) -> None:
    try:
        with tarfile.open(source, "r:") as archive:
            archive.extractall(folder, filter="data")
        facts = json.loads((folder / FACTS).read_text(encoding="ascii"))
    except (tarfile.TarError, OSError, ValueError) as error:
        raise Refusal(mark("%(file)s is not a whole Casebook backup."), file=source.name) from error
    if facts["backend"] != backend:
        raise Refusal(mark("This backup is of a %(was)s database; this instance uses %(is)s."),
                      was=facts["backend"], **{"is": backend})  # fmt: skip


def _copy_database(settings: Settings, target: Path) -> None:
    url = make_url(settings.database_url)
    if _backend(settings) == "postgresql":
        _run(["pg_dump", "--format=custom", f"--file={target}", _libpq(settings)])
        return
    source = sqlite3.connect(url.database or "")
    copy = sqlite3.connect(target)
    with source, copy:
        source.backup(copy)
    source.close()
    copy.close()


def _put_database(settings: Settings, copy: Path) -> None:
    if _backend(settings) == "postgresql":
        _run(["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={_libpq(settings)}", str(copy)])
        return
    target = Path(make_url(settings.database_url).database or "")
    for leftover in (target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        leftover.unlink(missing_ok=True)
    os.replace(copy, target)  # noqa: PTH105 -- the same file system, in one step


def _put_pictures(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    blobs = LocalBlobs(target)
    for path in source.glob("*/*"):
        blobs.put(f"{path.parent.name}/{path.name}", path.read_bytes())


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError as error:
        raise Refusal(mark("%(tool)s is not installed on this machine."), tool=command[0]) from error
    except subprocess.CalledProcessError as error:
        raise Refusal(mark("%(tool)s failed: %(why)s"), tool=command[0], why=error.stderr.strip()[-400:]) from error


def _backend(settings: Settings) -> str:
    return make_url(settings.database_url).get_backend_name()


def _libpq(settings: Settings) -> str:
    url = make_url(settings.database_url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)
