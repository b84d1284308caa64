"""Scopes that are withdrawn one by one, warnings before consent runs out, and what has left the library."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SHOWN = "status NOT IN ('published', 'resolved') OR consented"
USED = f"{SHOWN} OR quiz_consented"
ENDED = (
    "CONSTRAINT ck_cases_gone_is_consented_to_nothing"
    " CHECK (status NOT IN ('withdrawn', 'taken_down') OR NOT (consented OR quiz_consented))"
)
ASKED = (
    "UPDATE cases SET quiz_consented = TRUE WHERE consented AND EXISTS (SELECT 1 FROM consent"
    " JOIN consent_scope ON consent_scope.consent_id = consent.id AND consent_scope.scope = 'quiz'"
    " WHERE consent.case_id = cases.id AND consent.withdrawn_at IS NULL)"
)


def upgrade() -> None:
    """Create the tables, add the columns, and let a case be used for quizzes that is out of the library."""
    time = "TIMESTAMP WITH TIME ZONE" if _is_postgresql() else "DATETIME"
    op.execute("ALTER TABLE cases ADD COLUMN quiz_consented BOOLEAN NOT NULL DEFAULT FALSE")
    op.execute(f"ALTER TABLE consent_scope ADD COLUMN withdrawn_at {time}")
    op.execute(ASKED)
    if _is_postgresql():
        op.drop_constraint("ck_cases_shown_is_consented", "cases")
        op.execute(f"ALTER TABLE cases ADD CONSTRAINT ck_cases_shown_is_consented CHECK ({USED})")
        op.execute(f"ALTER TABLE cases ADD {ENDED}")
    else:
        _rewrite("cases", f"CHECK ({SHOWN})", f"CHECK ({USED}), {ENDED}")
    _create_tables()


def downgrade() -> None:
    """Undo all of it; a case that is out of the library alone is hidden, and scopes taken back alone are gone."""
    for table in ("export", "expiry_warning"):
        op.drop_table(table)
    op.execute("UPDATE cases SET status = 'hidden' WHERE status IN ('published', 'resolved') AND NOT consented")
    if _is_postgresql():
        op.drop_constraint("ck_cases_gone_is_consented_to_nothing", "cases")
        op.drop_constraint("ck_cases_shown_is_consented", "cases")
        op.execute(f"ALTER TABLE cases ADD CONSTRAINT ck_cases_shown_is_consented CHECK ({SHOWN})")
    else:
        _rewrite("cases", f"CHECK ({USED}), {ENDED}", f"CHECK ({SHOWN})")
    op.execute("DELETE FROM consent_scope WHERE withdrawn_at IS NOT NULL")
    op.execute("ALTER TABLE consent_scope DROP COLUMN withdrawn_at")
    op.execute("ALTER TABLE cases DROP COLUMN quiz_consented")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _rewrite(table: str, old: str, new: str) -> None:
    """Change a constraint on SQLite, which can't alter one: a new table with all that the old one has."""
    bind = op.get_bind()
    parts = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL")
    rows = bind.execute(parts, {"table": table}).all()
    made = next(row.sql for row in rows if row.type == "table")
    if old not in made:
        raise RuntimeError(f"table {table} has no constraint {old}")
    head, _, body = made.partition("(")
    changed = head.replace(table, f"{table}_new") + "(" + body.replace(old, new)
    for statement in (
        changed,
        f"INSERT INTO {table}_new SELECT * FROM {table}",  # noqa: S608 -- our own name
        f"DROP TABLE {table}",
        f"ALTER TABLE {table}_new RENAME TO {table}",
        *(row.sql for row in rows if row.type != "table"),
    ):
        bind.exec_driver_sql(statement)


def _create_tables() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("handout", "bundle", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("recalled_at >= at", name=op.f("ck_export_recalled_later")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_export_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_export_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint(
            "case_id", "account_id", "kind", "content_hash", name=op.f("uq_export_case_id_account_id_kind_content_hash")
        ),
    )
    op.create_table(
        "expiry_warning",
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_expiry_warning_consent_id")),
        sa.PrimaryKeyConstraint("consent_id", "days", name=op.f("pk_expiry_warning")),
    )
