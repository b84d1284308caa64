"""Tables of cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "in_review",
                "changes_requested",
                "rejected",
                "published",
                "resolved",
                "hidden",
                "withdrawn",
                "taken_down",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("presentation", sa.Text(), nullable=False),
        sa.Column("history", sa.Text(), nullable=False),
        sa.Column("examination", sa.Text(), nullable=False),
        sa.Column("investigations", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("working_diagnosis", sa.Text(), nullable=False),
        sa.Column(
            "specialty",
            sa.Enum(
                "anaesthesiology",
                "cardiology",
                "dentistry",
                "dermatology",
                "emergency_medicine",
                "endocrinology",
                "family_medicine",
                "gastroenterology",
                "geriatrics",
                "haematology",
                "infectious_diseases",
                "internal_medicine",
                "nephrology",
                "neurology",
                "obstetrics_gynaecology",
                "oncology",
                "ophthalmology",
                "orthopaedics",
                "otorhinolaryngology",
                "paediatrics",
                "pathology",
                "pharmacy",
                "psychiatry",
                "radiology",
                "rehabilitation",
                "respiratory_medicine",
                "rheumatology",
                "surgery",
                "urology",
                "other",
                name="specialty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "modality",
            sa.Enum(
                "clinical_photo",
                "dermoscopy",
                "xray",
                "ct",
                "mri",
                "ultrasound",
                "ecg",
                "fundus",
                "microscopy",
                "blood_film",
                "endoscopy",
                "chart",
                "other",
                name="modality",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "age_band",
            sa.Enum(
                "neonate",
                "infant",
                "1-4",
                "5-9",
                "10-14",
                "15-19",
                "20-29",
                "30-39",
                "40-49",
                "50-59",
                "60-69",
                "70-79",
                "80-89",
                "90+",
                "unknown",
                name="age_band",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "sex",
            sa.Enum(
                "female",
                "male",
                "intersex",
                "not_stated",
                name="sex",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("source_reference", sa.String(length=120), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("author_confirmed", sa.String(length=64), nullable=False),
        sa.Column("moderator_confirmed", sa.String(length=64), nullable=False),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("consent_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status NOT IN ('published', 'resolved') OR (published_at IS NOT NULL AND author_confirmed = content_hash AND moderator_confirmed = content_hash)",
            name=op.f("ck_cases_shown_is_confirmed_twice"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('published', 'resolved') OR consented", name=op.f("ck_cases_shown_is_consented")
        ),
        sa.CheckConstraint(
            "status NOT IN ('withdrawn', 'taken_down') OR (title = '' AND presentation = '' AND history = '' AND examination = '' AND investigations = '' AND findings = '' AND question = '' AND working_diagnosis = '' AND content_hash = '')",
            name=op.f("ck_cases_gone_keeps_no_text"),
        ),
        sa.CheckConstraint("approved_by <> author_id", name=op.f("ck_cases_not_approved_by_author")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_cases_approved_by")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_cases_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("author_id", "source_reference", name=op.f("uq_cases_author_id_source_reference")),
    )
    op.create_index(op.f("ix_cases_author_id"), "cases", ["author_id"], unique=False)
    op.create_index("ix_cases_shown", "cases", ["status", "published_at"], unique=False)
    op.create_table(
        "case_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=300), nullable=False),
        sa.Column("alt_text", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_picture_case_id")),
        sa.ForeignKeyConstraint(["image_id"], ["image.id"], name=op.f("fk_case_picture_image_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_picture")),
        sa.UniqueConstraint("image_id", name=op.f("uq_case_picture_image_id")),
    )
    op.create_index(op.f("ix_case_picture_case_id"), "case_picture", ["case_id"], unique=False)
    op.create_table(
        "case_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_revision_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_revision")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_revision_case_id_number")),
    )
    op.create_table(
        "case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "draft",
                "submitted",
                "in_review",
                "changes_requested",
                "rejected",
                "published",
                "resolved",
                "hidden",
                "withdrawn",
                "taken_down",
                name="from_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "draft",
                "submitted",
                "in_review",
                "changes_requested",
                "rejected",
                "published",
                "resolved",
                "hidden",
                "withdrawn",
                "taken_down",
                name="to_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_step_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"], unique=False)
    op.create_table(
        "case_tag",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_tag_case_id")),
        sa.PrimaryKeyConstraint("case_id", "name", name=op.f("pk_case_tag")),
    )
    op.create_index(op.f("ix_case_tag_name"), "case_tag", ["name"], unique=False)
    op.create_table(
        "tombstone",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "patient",
                "author",
                "moderator",
                "expired",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_tombstone_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_tombstone")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("tombstone")
    op.drop_table("case_tag")
    op.drop_table("case_step")
    op.drop_table("case_revision")
    op.drop_table("case_picture")
    op.drop_table("cases")
