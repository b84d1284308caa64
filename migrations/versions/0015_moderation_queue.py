"""Two people for what is delicate, second looks at decisions that were drawn."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = {
    "cases": (
        "delicate JSON NOT NULL DEFAULT '[]'",
        "delicate_found JSON NOT NULL DEFAULT '[]'",
        "first_approved_by INTEGER CONSTRAINT fk_cases_first_approved_by REFERENCES account (id)"
        " CONSTRAINT ck_cases_not_first_approved_by_author CHECK (first_approved_by <> author_id)",
        "needs_two BOOLEAN NOT NULL DEFAULT FALSE CONSTRAINT ck_cases_delicate_is_approved_by_two"
        " CHECK (NOT needs_two OR status NOT IN ('published', 'resolved')"
        " OR (first_approved_by IS NOT NULL AND first_approved_by <> approved_by))",
    ),
    "review": (
        "first_by INTEGER CONSTRAINT fk_review_first_by REFERENCES account (id)"
        " CONSTRAINT ck_review_first_is_not_author CHECK (first_by <> author_id)",
        "first_hash VARCHAR(64) NOT NULL DEFAULT '' CONSTRAINT ck_review_decided_by_another"
        " CHECK (status <> 'decided' OR first_by <> decided_by)",
    ),
}
DECISIONS = ("approve", "request_changes", "reject", "restore", "remove", "hide")
KIND, DECISION = "second_look", "hide"


def upgrade() -> None:
    """Add the columns and the table, and let a review be a second look."""
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    _change_choices("kind", lambda values: [*values, KIND])
    _change_choices("decision", lambda values: [*values, DECISION])
    _create_second_look()


def downgrade() -> None:
    """Undo all of it; second looks go, and whatever was decided in one."""
    op.drop_table("second_look")
    op.execute(f"DELETE FROM review WHERE kind = '{KIND}' OR decision = '{DECISION}'")  # noqa: S608 -- our own words
    _change_choices("decision", lambda values: [value for value in values if value != DECISION])
    _change_choices("kind", lambda values: [value for value in values if value != KIND])
    for table, columns in reversed(COLUMNS.items()):
        for column in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")


def _create_second_look() -> None:
    op.create_table(
        "second_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        _decision("decision", nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        _decision("opinion", nullable=True),
        sa.Column("opinion_by", sa.Integer(), nullable=True),
        sa.Column("opinion_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("opinion_by <> decided_by", name=op.f("ck_second_look_opinion_of_another")),
        sa.CheckConstraint(
            "(opinion IS NULL) = (opinion_by IS NULL) AND (opinion IS NULL) = (opinion_at IS NULL)",
            name=op.f("ck_second_look_opinion_is_whole"),
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["review_entry.id"], name=op.f("fk_second_look_entry_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_second_look_case_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_second_look_decided_by")),
        sa.ForeignKeyConstraint(["opinion_by"], ["account.id"], name=op.f("fk_second_look_opinion_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_second_look_entry_id")),
    )
    op.create_index(op.f("ix_second_look_case_id"), "second_look", ["case_id"])


def _decision(name: str, *, nullable: bool) -> sa.Column[str]:
    column = sa.Enum(*DECISIONS, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, column, nullable=nullable)


def _change_choices(column: str, change: Callable[[list[str]], list[str]]) -> None:
    """Let `review.column` take other values than before: whichever it takes now, they are read from the database."""
    name = f"ck_review_{column}"
    if op.get_bind().dialect.name == "postgresql":
        definition = sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
        present = op.get_bind().execute(definition, {"name": name}).scalar_one()
        op.drop_constraint(name, "review")
        op.execute(f"ALTER TABLE review ADD CONSTRAINT {name} CHECK ({column} IN ({_changed(present, change)}))")
        return
    pattern = re.compile(rf"(CONSTRAINT {name} CHECK \({column} IN \()([^)]*)")
    _rewrite("review", pattern, lambda found: found[1] + _changed(found[2], change))


def _changed(listed: str, change: Callable[[list[str]], list[str]]) -> str:
    values = dict.fromkeys(change(re.findall(r"'(\w+)'", listed)))
    return ", ".join(f"'{value}'" for value in values)


def _rewrite(table: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
    """Change a constraint on SQLite, which can't alter one: a new table with all that the old one has."""
    bind = op.get_bind()
    parts = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL")
    rows = bind.execute(parts, {"table": table}).all()
    made = next(row.sql for row in rows if row.type == "table")
    changed, count = pattern.subn(new, made)
    if count != 1:
        raise RuntimeError(f"table {table} has no constraint like {pattern.pattern}")
    head, _, body = changed.partition("(")
    for statement in (
        head.replace(table, f"{table}_new") + "(" + body,
        f"INSERT INTO {table}_new SELECT * FROM {table}",  # noqa: S608 -- our own name
        f"DROP TABLE {table}",
        f"ALTER TABLE {table}_new RENAME TO {table}",
        *(row.sql for row in rows if row.type != "table"),
    ):
        bind.exec_driver_sql(statement)
