"""Flagged pictures and people, detectors' late findings, alarms about items; suspension of people."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

Values = Sequence[str]
COLUMNS = {
    "account": (
        "suspended_at {time}",
        "suspended_by INTEGER CONSTRAINT fk_account_suspended_by REFERENCES account (id)"
        " CONSTRAINT ck_account_suspension_is_whole CHECK ((suspended_at IS NULL) = (suspended_by IS NULL))"
        " CONSTRAINT ck_account_not_suspended_by_self CHECK (suspended_by <> id)",
        "paused_at {time}",
    ),
    "image": (
        "looked_with VARCHAR(60) NOT NULL DEFAULT ''",
        "frames_again INTEGER NOT NULL DEFAULT 0",
        "attempts_again INTEGER NOT NULL DEFAULT 0",
        "doubted BOOLEAN NOT NULL DEFAULT FALSE CONSTRAINT ck_image_erased_is_not_doubted"
        " CHECK (NOT doubted OR state <> 'erased')",
    ),
    "item": (
        "alarmed_at {time} CONSTRAINT ck_item_live_is_not_alarmed CHECK (status <> 'live' OR alarmed_at IS NULL)",
    ),
    "review": ("case_id INTEGER CONSTRAINT fk_review_case_id REFERENCES cases (id)",),
}
KINDS = ("flagged_image", "flagged_person", "detector_finding", "item_alarm")
DECISIONS = ("destroy", "suspend", "retire")
REASONS = (
    "impersonation",
    "abusive",
    "breaks_confidentiality",
    "false_alarm",
    "tells_nothing",
    "wrong_key",
    "ambiguous",
    "gives_identity",
    "broken",
)
CHOICES = (("review", "kind", KINDS), ("review", "decision", DECISIONS), ("flag", "reason", REASONS))


def upgrade() -> None:
    """Add columns and tables, and let reviews, decisions and flags be of the new kinds."""
    time = "TIMESTAMP WITH TIME ZONE" if _is_postgresql() else "DATETIME"
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.format(time=time)}")
    for table, column, values in CHOICES:
        _change_choices(table, column, add=values)
    op.create_index("ix_review_case_id", "review", ["case_id"])
    op.create_index("ix_flag_account_id", "flag", ["account_id", "at"])
    op.create_table(
        "review_party",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_party_review_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_party_account_id")),
        sa.PrimaryKeyConstraint("review_id", "account_id", name=op.f("pk_review_party")),
    )


def downgrade() -> None:
    """Undo all of it; reviews of the new kinds go, with what was said in them."""
    op.drop_table("review_party")
    gone = f"SELECT id FROM review WHERE kind IN ({_listed(KINDS)}) OR decision IN ({_listed(DECISIONS)})"  # noqa: S608
    op.execute(f"DELETE FROM flag WHERE reason IN ({_listed(REASONS)}) OR review_id IN ({gone})")  # noqa: S608
    op.execute(f"DELETE FROM review WHERE id IN ({gone})")  # noqa: S608 -- our own words
    op.drop_index("ix_flag_account_id", "flag")
    op.drop_index("ix_review_case_id", "review")
    for table, column, values in CHOICES:
        _change_choices(table, column, drop=values)
    for table, columns in reversed(COLUMNS.items()):
        for column in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _change_choices(table: str, column: str, *, add: Values = (), drop: Values = ()) -> None:
    """Let a column take other values than before; those it takes now are read from the database."""
    bind, name = op.get_bind(), f"ck_{table}_{column}"

    def changed(listed: str) -> str:
        kept = [value for value in re.findall(r"'(\w+)'", listed) if value not in drop]
        return _listed([*kept, *(value for value in add if value not in kept)])

    if _is_postgresql():
        definition = sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
        present = bind.execute(definition, {"name": name}).scalar_one()
        op.drop_constraint(name, table)
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({changed(present)}))")
        return
    pattern = re.compile(rf"(CONSTRAINT {name} CHECK \({column} IN \()([^)]*)")
    _rewrite(table, lambda made: pattern.sub(lambda found: found[1] + changed(found[2]), made))


def _listed(values: Values) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _rewrite(table: str, change: Callable[[str], str]) -> None:
    """Change a constraint on SQLite, which can't alter one: a new table with all that the old one has."""
    bind = op.get_bind()
    parts = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL")
    rows = bind.execute(parts, {"table": table}).all()
    made = next(row.sql for row in rows if row.type == "table")
    changed = change(made)
    if changed == made:
        raise RuntimeError(f"table {table} has no such constraint")
    head, _, body = changed.partition("(")
    for statement in (
        head.replace(table, f"{table}_new") + "(" + body,
        f"INSERT INTO {table}_new SELECT * FROM {table}",  # noqa: S608 -- our own name
        f"DROP TABLE {table}",
        f"ALTER TABLE {table}_new RENAME TO {table}",
        *(row.sql for row in rows if row.type != "table"),
    ):
        bind.exec_driver_sql(statement)
