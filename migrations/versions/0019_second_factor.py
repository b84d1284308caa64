"""Second factors, what is known of a sign-in, accounts elsewhere, and people who have left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

METHODS = "method IN ('password', 'passkey', 'elsewhere')"
GONE = (
    "deleted_at IS NULL OR (password_hash = '' AND institution = '' AND registration_number = ''"
    " AND email = 'former-' || id || '@casebook.invalid' AND email_confirmed_at IS NULL AND verified_until IS NULL)"
)
COLUMNS = {
    "account": (f"deleted_at {{time}} CONSTRAINT ck_account_gone_tells_nothing CHECK ({GONE})",),
    "sign_in": (
        "proven_at {time}",
        f"method VARCHAR(40) NOT NULL DEFAULT 'password' CONSTRAINT ck_sign_in_method CHECK ({METHODS})",
        "awaits_second_factor BOOLEAN NOT NULL DEFAULT FALSE"
        " CONSTRAINT ck_sign_in_proven_awaits_nothing CHECK (NOT awaits_second_factor OR proven_at IS NULL)",
        "confirmed_at {time}",
        "last_seen_at {time}",
        "browser VARCHAR(80) NOT NULL DEFAULT ''",
        "browser_hash VARCHAR(64) NOT NULL DEFAULT ''",
    ),
}
TABLES = ("foreign_identity", "passkey_challenge", "recovery_code", "passkey", "authenticator_app")
OWNERS = {
    "attempt": "SELECT account.deleted_at FROM account WHERE account.id = OLD.account_id",
    "card_review": "SELECT account.deleted_at FROM account JOIN card ON card.account_id = account.id"
    " WHERE card.id = OLD.card_id",
}
"""How a row's person is found: only what belonged to somebody who has left may be deleted."""


def upgrade() -> None:
    """Create the tables, add the columns, and let the answers of somebody who has left go."""
    _create_tables()
    time = "TIMESTAMP WITH TIME ZONE" if _is_postgresql() else "DATETIME"
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.format(time=time)}")
    for table, owner in OWNERS.items():
        _drop_trigger(table)
        _let_go_with(table, owner)


def downgrade() -> None:
    """Undo all of it."""
    for table in OWNERS:
        _drop_trigger(table)
        if _is_postgresql():
            op.execute(f"DROP FUNCTION refuse_delete_of_{table}()")
        _keep_all(table)
    for table, columns in COLUMNS.items():
        for column in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")
    for name in TABLES:
        op.drop_table(name)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _drop_trigger(table: str) -> None:
    op.execute(f"DROP TRIGGER {table}_no_delete" + (f" ON {table}" if _is_postgresql() else ""))


def _let_go_with(table: str, owner: str) -> None:
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN ({owner}) IS NULL "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION refuse_delete_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({owner}) IS NULL THEN RAISE EXCEPTION '{table} is append-only'; END IF; RETURN OLD; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_delete_of_{table}()"
    )


def _keep_all(table: str) -> None:
    if _is_postgresql():
        body = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    else:
        body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {body}")


def _create_tables() -> None:
    op.create_table(
        "authenticator_app",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_step >= 0", name=op.f("ck_authenticator_app_last_step_is_a_count")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_authenticator_app_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_authenticator_app")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_sign_count_is_a_count")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passkey_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "code_hash", name=op.f("uq_recovery_code_account_id_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False)
    ceremonies = ("register", "sign_in", "confirm")
    op.create_table(
        "passkey_challenge",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "ceremony",
            sa.Enum(*ceremonies, name="ceremony", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passkey_challenge_account_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_passkey_challenge")),
    )
    op.create_table(
        "foreign_identity",
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_foreign_identity_account_id")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_foreign_identity")),
    )
    op.create_index(op.f("ix_foreign_identity_account_id"), "foreign_identity", ["account_id"], unique=False)
