"""The database as a file, and back: SQLite by its own means, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from sqlalchemy.engine import make_url

from app.kernel.errors import Refusal, mark
from app.kernel.settings import Settings


def backend_of(settings: Settings) -> str:
    """`sqlite` or `postgresql`."""
    return make_url(settings.database_url).get_backend_name()


def is_sqlite(settings: Settings) -> bool:
    """Whether the database is a file of ours."""
    return backend_of(settings) == "sqlite"


def file_of(settings: Settings) -> Path:
    """The database's file, where it is one."""
    return Path(make_url(settings.database_url).database or "")


def dump_postgresql(settings: Settings, target: Path, *, snapshot: str) -> None:
    """Write the database as it was when the snapshot was exported; raises Refusal."""
    command = ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
    _run(settings, command)


def restore_postgresql(settings: Settings, dump: Path) -> None:
    """Put the dump in the place of what is there, all of it or nothing; raises Refusal."""
    _run(settings, ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(dump)])


def _run(settings: Settings, command: list[str]) -> None:
    url = make_url(settings.database_url).set(drivername="postgresql")
    address = f"--dbname={url.set(password=None).render_as_string()}"
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}  # arguments are for everybody to see
    try:
        environment = {**os.environ, **secret}
        subprocess.run([*command, address], check=True, capture_output=True, text=True, env=environment)  # noqa: S603
    except FileNotFoundError as error:
        raise Refusal(mark("%(tool)s is not installed on this machine."), tool=command[0]) from error
    except subprocess.CalledProcessError as error:
        raise Refusal(mark("%(tool)s failed: %(why)s"), tool=command[0], why=error.stderr.strip()[-400:]) from error
