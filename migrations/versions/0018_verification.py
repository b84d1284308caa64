"""Ways to be verified and their evidence, invitations, accounts that wait to be let in, hidden names."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COLUMNS = {
    "account": (
        "admission VARCHAR(40) NOT NULL DEFAULT 'admitted'"
        " CONSTRAINT ck_account_admission CHECK (admission IN ('waiting', 'admitted', 'refused'))",
        "name_hidden BOOLEAN NOT NULL DEFAULT FALSE",
        "name_chosen_at {time}",
        "studying_since INTEGER CONSTRAINT ck_account_studying_since_is_a_year"
        " CHECK (studying_since BETWEEN 1950 AND 2200)",
        "reminded_for {time}",
    ),
    "verification": (
        "address VARCHAR(254) NOT NULL DEFAULT ''",
        "token_hash VARCHAR(64)",
        "token_until {time}",
        "ready_at {time}",
        "vouched_by INTEGER CONSTRAINT fk_verification_vouched_by REFERENCES account (id)",
        "vouched_at {time}",
    ),
}
CONSTRAINTS = {
    "decided_when_ready": "decided_by IS NULL OR ready_at IS NOT NULL",
    "not_vouched_by_self": "vouched_by <> account_id",
    "vouched": "(vouched_by IS NULL) = (vouched_at IS NULL)",
    "evidence_erased": "status = 'pending' OR (evidence = '' AND address = '' AND token_hash IS NULL)",
}


def upgrade() -> None:
    """Add the columns and the table of invitations; who is here already is admitted, and what was decided was ready."""
    time = "TIMESTAMP WITH TIME ZONE" if _is_postgresql() else "DATETIME"
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.format(time=time)}")
    op.execute("UPDATE verification SET ready_at = created_at")
    op.execute("UPDATE verification SET evidence = '' WHERE status <> 'pending'")
    _change_values("verification", "kind", lambda values: [*values, "document"])
    op.execute("UPDATE verification SET kind = 'document' WHERE kind = 'enrolment'")
    _change_values("verification", "kind", lambda values: [value for value in values if value != "enrolment"])
    _change_values("verification", "status", lambda values: [*values, "lapsed"])
    _change_values("review", "kind", lambda values: [*values, "joining"])
    _constrain()
    op.create_index("ix_account_name_chosen_at", "account", ["name_chosen_at"])
    op.create_index("uq_verification_token_hash", "verification", ["token_hash"], unique=True)
    op.create_index("ix_verification_vouched_by", "verification", ["vouched_by"])
    _create_tables()


def downgrade() -> None:
    """Undo all of it. Requests by document become such by enrolment, as they were before; lapsed ones rejected."""
    op.drop_table("verification_document")
    op.drop_table("invitation")
    op.execute("DELETE FROM review WHERE kind = 'joining'")
    op.execute("UPDATE verification SET status = 'rejected' WHERE status = 'lapsed'")
    op.drop_index("ix_account_name_chosen_at", "account")
    op.drop_index("ix_verification_vouched_by", "verification")
    op.drop_index("uq_verification_token_hash", "verification")
    _unconstrain()
    _change_values("review", "kind", lambda values: [value for value in values if value != "joining"])
    _change_values("verification", "status", lambda values: [value for value in values if value != "lapsed"])
    _change_values("verification", "kind", lambda values: [*values, "enrolment"])
    op.execute("UPDATE verification SET kind = 'enrolment' WHERE kind = 'document'")
    _change_values("verification", "kind", lambda values: [value for value in values if value != "document"])
    for table, columns in reversed(COLUMNS.items()):
        for column in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _change_values(table: str, column: str, change: Callable[[list[str]], list[str]]) -> None:
    """Change the values that a column may have, whatever earlier steps have allowed."""
    name = f"ck_{table}_{column}"
    if _is_postgresql():
        definition = sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
        made = op.get_bind().scalar(definition, {"name": name}) or ""
        op.drop_constraint(name, table)
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({_allowed(column, change(_values(made)))})")
        return
    found = re.search(rf"\b{column} IN \([^)]*\)", _made(table))
    if found is None:
        raise RuntimeError(f"table {table} says nothing about the values of {column}")
    _rewrite(table, found[0], _allowed(column, change(_values(found[0]))))


def _values(constraint: str) -> list[str]:
    return re.findall(r"'(\w+)'", constraint)


def _allowed(column: str, values: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _constrain() -> None:
    if _is_postgresql():
        for name, rule in CONSTRAINTS.items():
            op.execute(f"ALTER TABLE verification ADD CONSTRAINT ck_verification_{name} CHECK ({rule})")
        return
    made = _made("verification").rstrip().removesuffix(")").rstrip()
    rules = "".join(f", {rule}" for rule in _rules())
    _rewrite("verification", made.partition("(")[2], made.partition("(")[2] + rules)


def _unconstrain() -> None:
    for name, rule in zip(CONSTRAINTS, _rules(), strict=True):
        if _is_postgresql():
            op.drop_constraint(f"ck_verification_{name}", "verification")
        else:
            _rewrite("verification", f", {rule}", "")


def _rules() -> list[str]:
    return [f"CONSTRAINT ck_verification_{name} CHECK ({rule})" for name, rule in CONSTRAINTS.items()]


def _made(table: str) -> str:
    statement = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    return str(op.get_bind().scalar(statement, {"table": table}))


def _rewrite(table: str, old: str, new: str) -> None:
    """Change a constraint on SQLite, which can't alter one: a new table with all that the old one has."""
    bind = op.get_bind()
    parts = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL")
    rows = bind.execute(parts, {"table": table}).all()
    made = _made(table)
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
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(used_at IS NULL) = (account_id IS NULL)", name=op.f("ck_invitation_used_for_an_account")),
        sa.CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name=op.f("ck_invitation_not_used_and_revoked")),
        sa.CheckConstraint(
            "(used_at IS NULL AND revoked_at IS NULL) OR address = ''", name=op.f("ck_invitation_address_erased")
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["account.id"], name=op.f("fk_invitation_invited_by")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        sa.UniqueConstraint("account_id", name=op.f("uq_invitation_account_id")),
    )
    op.create_index(op.f("ix_invitation_invited_by"), "invitation", ["invited_by"])
    op.create_table(
        "verification_document",
        sa.Column("verification_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["verification_id"],
            ["verification.id"],
            name=op.f("fk_verification_document_verification_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verification_id", name=op.f("pk_verification_document")),
    )
