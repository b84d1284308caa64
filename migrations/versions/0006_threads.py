"""Tables of threads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reply_to", sa.Integer(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "anonymous",
                "member",
                "student",
                "clinician",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "removed_at IS NULL OR (hidden_at IS NOT NULL AND body = '')", name=op.f("ck_comment_removed_keeps_no_text")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_comment_case_id")),
        sa.ForeignKeyConstraint(["reply_to"], ["comment.id"], name=op.f("fk_comment_reply_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_author_id"), "comment", ["author_id"], unique=False)
    op.create_index("ix_comment_thread", "comment", ["case_id", "id"], unique=False)
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("certainty", sa.Integer(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "anonymous",
                "member",
                "student",
                "clinician",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("certainty BETWEEN 0 AND 100", name=op.f("ck_opinion_certainty_range")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_opinion_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_opinion_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("case_id", "account_id", name=op.f("uq_opinion_case_id_account_id")),
    )
    op.create_index(op.f("ix_opinion_account_id"), "opinion", ["account_id"], unique=False)
    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "replaced",
                "confirmed",
                "disputed",
                "reopened",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("diagnosis", sa.String(length=160), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "histology",
                "microbiology_genetics",
                "imaging",
                "operative",
                "clinical_course",
                "expert_consensus",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "certainty",
            sa.Enum(
                "certain",
                "almost_certain",
                "probable",
                "possible",
                name="certainty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("teaching_points", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_by", sa.Integer(), nullable=True),
        sa.Column("dissent", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status <> 'confirmed' OR confirmed_at IS NOT NULL", name=op.f("ck_resolution_confirmation_dated")
        ),
        sa.CheckConstraint("confirmed_by <> proposed_by", name=op.f("ck_resolution_confirmed_by_another")),
        sa.CheckConstraint("disputed_by <> proposed_by", name=op.f("ck_resolution_disputed_by_another")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_resolution_case_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_resolution_confirmed_by")),
        sa.ForeignKeyConstraint(["disputed_by"], ["account.id"], name=op.f("fk_resolution_disputed_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_resolution_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
    op.create_index(op.f("ix_resolution_case_id"), "resolution", ["case_id"], unique=False)
    op.create_index(
        "uq_resolution_live",
        "resolution",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('proposed', 'confirmed')"),
        postgresql_where=sa.text("status IN ('proposed', 'confirmed')"),
    )
    op.create_table(
        "hypothesis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("diagnosis", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("diagnosis <> ''", name=op.f("ck_hypothesis_diagnosis_given")),
        sa.CheckConstraint("rank BETWEEN 1 AND 3", name=op.f("ck_hypothesis_rank_range")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_hypothesis_opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hypothesis")),
        sa.UniqueConstraint("opinion_id", "rank", name=op.f("uq_hypothesis_opinion_id_rank")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("hypothesis")
    op.drop_table("resolution")
    op.drop_table("opinion")
    op.drop_table("comment")
