"""Agreement with comments: one voice per person and comment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    standings = ("anonymous", "member", "student", "clinician")
    op.create_table(
        "agreement",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(*standings, name="standing", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_agreement_account_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_agreement_comment_id")),
        sa.PrimaryKeyConstraint("comment_id", "account_id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_account_id"), "agreement", ["account_id"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("agreement")
