"""Runs migrations on the connection it's handed, or on the configured database."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from app.kernel.database import make_engine
from app.kernel.settings import load_settings
from app.models import metadata


def run(connection: Connection) -> None:
    """Migrate on this connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(load_settings().database_url).connect() as connection:
        run(connection)
        connection.commit()
