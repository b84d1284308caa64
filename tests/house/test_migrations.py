"""Migrations: from nothing to the newest step gives exactly the models' tables, and back to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from app.kernel.database import Database
from app.kernel.migrations import is_current
from app.models import metadata

ROOT = Path(__file__).resolve().parents[2]
APPEND_ONLY = ("audit", "case_step", "review_entry", "attempt", "card_review")


def test_the_newest_step_equals_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert is_current(database)


def test_every_step_can_be_undone(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_append_only_tables_have_both_triggers(database: Database, table: str) -> None:
    source = "sqlite_master" if database.engine.dialect.name == "sqlite" else "information_schema.triggers"
    column = "name" if source == "sqlite_master" else "trigger_name"
    with database.reading() as session:
        names = set(session.scalars(text(f"SELECT {column} FROM {source}")))  # noqa: S608 -- names from above
    assert {f"{table}_no_update", f"{table}_no_delete"} <= names


def test_an_audit_row_cannot_be_rewritten(database: Database) -> None:
    with database.writing() as session:
        session.execute(
            text(
                "INSERT INTO audit (at, action, subject, subject_id, detail, previous, digest)"
                " VALUES ('2026-01-01', 'a', 'case', 1, '{}', '0', '1')"
            )
        )
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as session:
        session.execute(text("UPDATE audit SET action = 'b'"))
