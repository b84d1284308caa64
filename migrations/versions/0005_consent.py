"""Tables of consent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "giver",
            sa.Enum(
                "patient",
                "parent",
                "substitute",
                "estate",
                name="giver",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "capacity",
            sa.Enum(
                "capable_patient",
                "patient_is_child",
                "patient_lacks_capacity",
                "patient_has_died",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "assent",
            sa.Enum(
                "given",
                "too_young",
                "not_applicable",
                name="assent",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("jurisdiction", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("form_version", sa.String(length=40), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "paper_at_institution",
                "recorded_in_chart",
                "synthetic",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("material_hash", sa.String(length=64), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(giver = 'parent') = (assent <> 'not_applicable')", name=op.f("ck_consent_child_is_asked")),
        sa.CheckConstraint(
            "(giver = 'parent') = (capacity = 'patient_is_child')", name=op.f("ck_consent_parent_decides")
        ),
        sa.CheckConstraint(
            "(giver = 'patient') = (capacity = 'capable_patient')", name=op.f("ck_consent_patient_decides")
        ),
        sa.CheckConstraint("expires_at IS NULL OR expires_at > recorded_at", name=op.f("ck_consent_expires_later")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_consent_case_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_consent_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_consent_receipt_hash")),
    )
    op.create_index(op.f("ix_consent_case_id"), "consent", ["case_id"], unique=False)
    op.create_index(
        "uq_consent_live",
        "consent",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "consent_scope",
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "library",
                "quiz",
                "handout",
                "export",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_scope_consent_id")),
        sa.PrimaryKeyConstraint("consent_id", "scope", name=op.f("pk_consent_scope")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("consent_scope")
    op.drop_table("consent")
