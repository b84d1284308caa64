"""Signatures on a screen: what was shown, what lets a giver decide, links for signing, who opened a signature."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

METHODS = "'paper_at_institution', 'recorded_in_chart', 'synthetic'"
SIGNED = "'signed_here', 'signed_by_link'"
AUTHORITY = "authority IN ('parental_responsibility', 'court_order', 'power_of_attorney', 'next_of_kin', 'executor')"
COLUMNS = (
    "form_hash VARCHAR(64) NOT NULL DEFAULT ''",
    f"authority VARCHAR(40) CONSTRAINT ck_consent_authority CHECK ({AUTHORITY})"
    " CONSTRAINT ck_consent_patient_needs_no_authority CHECK (giver <> 'patient' OR authority IS NULL)",
    "witnessed BOOLEAN NOT NULL DEFAULT FALSE",
    f"sealed {{bytes}} CONSTRAINT ck_consent_sealed_if_signed_here CHECK (sealed IS NULL OR method IN ({SIGNED}))",
)


def upgrade() -> None:
    """Add the columns, let consent be signed on a screen, and create the tables."""
    postgresql = _is_postgresql()
    for column in COLUMNS:
        bytes_ = "BYTEA" if postgresql else "BLOB"
        op.execute(sa.text(f"ALTER TABLE consent ADD COLUMN {column.format(bytes=bytes_)}"))
    _swap_methods(METHODS, f"{METHODS}, {SIGNED}")
    _create_tables()


def downgrade() -> None:
    """Undo it; what was signed on a screen counts as kept in the chart from then on."""
    op.drop_table("consent_opening")
    op.drop_table("signing_link")
    op.execute(f"UPDATE consent SET method = 'recorded_in_chart', sealed = NULL WHERE method IN ({SIGNED})")  # noqa: S608
    _swap_methods(f"{METHODS}, {SIGNED}", METHODS)
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE consent DROP COLUMN {column.split()[0]}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _swap_methods(old: str, new: str) -> None:
    if _is_postgresql():
        op.drop_constraint("ck_consent_method", "consent")
        op.execute(f"ALTER TABLE consent ADD CONSTRAINT ck_consent_method CHECK (method IN ({new}))")
        return
    _rewrite("consent", f"method IN ({old}))", f"method IN ({new}))")


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
        "signing_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _choice(
            "method",
            ("paper_at_institution", "recorded_in_chart", "synthetic", "signed_here", "signed_by_link"),
        ),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("material_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"method IN ({SIGNED})", name=op.f("ck_signing_link_is_for_signing")),
        sa.CheckConstraint("(used_at IS NULL) = (consent_id IS NULL)", name=op.f("ck_signing_link_used_with_consent")),
        sa.CheckConstraint(
            "used_at IS NULL OR cancelled_at IS NULL", name=op.f("ck_signing_link_not_used_once_cancelled")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_signing_link_case_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_signing_link_created_by")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_signing_link_consent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signing_link_token_hash")),
        sa.UniqueConstraint("consent_id", name=op.f("uq_signing_link_consent_id")),
    )
    op.create_index(op.f("ix_signing_link_case_id"), "signing_link", ["case_id"])
    live = sa.text("used_at IS NULL AND cancelled_at IS NULL")
    op.create_index(
        "uq_signing_link_live",
        "signing_link",
        ["case_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_table(
        "consent_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        _choice("reason", ("disputed", "giver_asks", "authority_asks", "safety")),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_opening_consent_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_consent_opening_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_opening")),
    )
    op.create_index(op.f("ix_consent_opening_consent_id"), "consent_opening", ["consent_id"])


def _choice(name: str, values: tuple[str, ...]) -> sa.Column[str]:
    column = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, column, nullable=False)
