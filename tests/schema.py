"""Databases for tests: made by the real migrations, SQLite by default, PostgreSQL where an address is given."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from sqlalchemy import create_engine, text

from app.kernel.database import Database
from app.kernel.migrations import upgrade

SERVER = os.environ.get("CASEBOOK_TEST_POSTGRESQL", "")


def make_template(folder: Path) -> str:
    """Migrate one empty database; tests copy it. Returns a SQLite path or a PostgreSQL database's name."""
    if SERVER:
        return _make_postgresql_template()
    path = folder / "template.sqlite3"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return str(path)


def copy_template(template: str, folder: Path) -> str:
    """Return the address of a fresh copy."""
    if not SERVER:
        target = folder / "casebook.sqlite3"
        shutil.copyfile(template, target)
        return f"sqlite:///{target}"
    name = f"casebook_test_{uuid.uuid4().hex}"
    _administrate(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{SERVER}/{name}"


def drop(address: str) -> None:
    """Remove a copy; SQLite's lies in a folder that pytest removes."""
    if SERVER:
        _administrate(f'DROP DATABASE IF EXISTS "{address.rsplit("/", 1)[1]}" WITH (FORCE)')


def _make_postgresql_template() -> str:
    name = f"casebook_template_{uuid.uuid4().hex}"
    _administrate(f'CREATE DATABASE "{name}"')
    database = Database(f"{SERVER}/{name}")
    upgrade(database)
    database.engine.dispose()
    return name


def _administrate(statement: str) -> None:
    engine = create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
