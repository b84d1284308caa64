"""The audit chain can't fork, is found by what a row is about, and no append-only table can be emptied."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit", "case_step", "review_entry", "attempt", "card_review")


def upgrade() -> None:
    """Add two indexes, and on PostgreSQL the triggers against TRUNCATE, which passes by those for rows."""
    op.create_index("uq_audit_previous", "audit", ["previous"], unique=True)
    op.create_index("ix_audit_subject", "audit", ["subject", "subject_id"])
    for table in APPEND_ONLY if _is_postgresql() else ():
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Take them away."""
    for table in APPEND_ONLY if _is_postgresql() else ():
        op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    op.drop_index("ix_audit_subject", "audit")
    op.drop_index("uq_audit_previous", "audit")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
