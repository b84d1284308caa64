"""Brings a database's schema up to date; the steps lie in migrations/."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.kernel.database import Database
from app.kernel.settings import ROOT


def upgrade(database: Database) -> None:
    """Apply every step that is missing, in one transaction where the database can."""
    config = _config()
    with database.engine.connect() as connection, _tables_replaceable(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _check_references(connection)


@contextmanager
def _tables_replaceable(connection: Connection) -> Iterator[None]:
    """SQLite alters a constraint by replacing its table; with references enforced that would count as deleting it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.cursor()  # no transaction may have begun, or SQLite passes over this
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
        driver.close()


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration has left rows that refer to nothing; the database is as it was before")


def is_current(database: Database) -> bool:
    """Whether no step is missing."""
    with database.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present == ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config
