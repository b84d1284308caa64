"""Changes of published cases, what readers saw when, and reviews of changes."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATUSES = ("draft", "submitted", "returned", "approved", "rejected", "superseded", "dropped")
REASONS = ("correction", "more_known", "clearer", "identifier")
CONSENTS = ("given_covers", "asked_again")
OPEN = sa.text("status IN ('draft', 'submitted', 'returned')")
COLUMNS = {
    "cases": ("changed_at {time}",),
    "case_picture": ("change_id INTEGER CONSTRAINT fk_case_picture_change_id REFERENCES case_change (id)",),
    "case_revision": ("shown_at {time}", "withheld BOOLEAN NOT NULL DEFAULT FALSE"),
}
KINDS = re.compile(r"kind IN \(([^)]*)\)")
OURS = ", 'case_change'"
"""Other steps may have added kinds of their own: what stands there is added to, not replaced."""


def upgrade() -> None:
    """Create the table, add the columns, say of what is in the library that it's shown, and let a review be of one."""
    _create_table()
    time = "TIMESTAMP WITH TIME ZONE" if _is_postgresql() else "DATETIME"
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.format(time=time)}")
    op.create_index("ix_case_picture_change_id", "case_picture", ["change_id"])
    op.execute(
        "UPDATE case_revision SET shown_at = (SELECT published_at FROM cases WHERE cases.id = case_revision.case_id)"
        " WHERE content_hash <> '' AND content_hash ="
        " (SELECT moderator_confirmed FROM cases WHERE cases.id = case_revision.case_id)"
    )
    _change_kinds(lambda kinds: kinds + OURS)


def downgrade() -> None:
    """Undo all of it; changes that wait go, with the pictures they would add."""
    op.execute("DELETE FROM review WHERE kind = 'case_change'")
    _change_kinds(lambda kinds: kinds.replace(OURS, ""))
    op.execute("DELETE FROM case_picture WHERE change_id IS NOT NULL")
    op.drop_index("ix_case_picture_change_id", "case_picture")
    for table, columns in reversed(COLUMNS.items()):
        for column in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")
    op.drop_table("case_change")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _change_kinds(change: Callable[[str], str]) -> None:
    if _is_postgresql():
        kinds = ", ".join(f"'{kind}'" for kind in _kinds_on_postgresql())
        op.drop_constraint("ck_review_kind", "review")
        op.execute(f"ALTER TABLE review ADD CONSTRAINT ck_review_kind CHECK (kind IN ({change(kinds)}))")
    else:
        _rewrite("review", change)


def _kinds_on_postgresql() -> list[str]:
    definition = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_review_kind'"
    return re.findall(r"'(\w+)'", str(op.get_bind().scalar(sa.text(definition))))


def _rewrite(table: str, change: Callable[[str], str]) -> None:
    """Change the kinds on SQLite, which can't alter a constraint: a new table with all that the old one has."""
    bind = op.get_bind()
    parts = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL")
    rows = bind.execute(parts, {"table": table}).all()
    made = next(row.sql for row in rows if row.type == "table")
    head, _, body = made.partition("(")
    changed, times = KINDS.subn(lambda found: f"kind IN ({change(found[1])})", body)
    if times != 1:
        raise RuntimeError(f"table {table} doesn't say once which kinds there are")
    for statement in (
        head.replace(table, f"{table}_new") + "(" + changed,
        f"INSERT INTO {table}_new SELECT * FROM {table}",  # noqa: S608 -- our own name
        f"DROP TABLE {table}",
        f"ALTER TABLE {table}_new RENAME TO {table}",
        *(row.sql for row in rows if row.type != "table"),
    ):
        bind.exec_driver_sql(statement)


def _create_table() -> None:
    op.create_table(
        "case_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _choice("status", STATUSES, nullable=False),
        sa.Column("base_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("submitted", sa.JSON(), nullable=False),
        sa.Column("formerly", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("open_identifiers", sa.Integer(), nullable=False),
        sa.Column("removed_identifiers", sa.Integer(), nullable=False),
        _choice("reason", REASONS, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        _choice("consent", CONSENTS, nullable=True),
        sa.Column("hid_case", sa.Boolean(), nullable=False),
        sa.Column("author_confirmed", sa.String(length=64), nullable=False),
        sa.Column("moderator_confirmed", sa.String(length=64), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_checks(),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_change_case_id")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_case_change_author_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_case_change_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_change")),
    )
    op.create_index(op.f("ix_case_change_case_id"), "case_change", ["case_id"])
    op.create_index(
        "uq_case_change_open", "case_change", ["case_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def _checks() -> list[sa.CheckConstraint]:
    conditions = {
        "approved_is_confirmed_twice": "status <> 'approved' OR (author_confirmed = content_hash"
        " AND moderator_confirmed = content_hash AND decided_by IS NOT NULL)",
        "submitted_is_complete": "status <> 'submitted' OR (author_confirmed = content_hash AND content_hash <> ''"
        " AND open_identifiers = 0 AND reason IS NOT NULL AND consent IS NOT NULL)",
        "written_is_unconfirmed": "status NOT IN ('draft', 'returned') OR author_confirmed = ''",
        "confirmed_is_approved": "status = 'approved' OR moderator_confirmed = ''",
        "dropped_keeps_nothing": "status <> 'dropped' OR (content_hash = '' AND note = '')",
        "not_decided_by_author": "decided_by <> author_id",
    }
    return [
        sa.CheckConstraint(condition, name=op.f(f"ck_case_change_{name}")) for name, condition in conditions.items()
    ]


def _choice(name: str, values: tuple[str, ...], *, nullable: bool) -> sa.Column[str]:
    column = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, column, nullable=nullable)
