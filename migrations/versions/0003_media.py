"""Tables of media."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "doomed_blob",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("rendition", "quarantine", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=90), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doomed_blob")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_doomed_blob_kind_key")),
    )
    op.create_table(
        "image",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received", "confirmed", "erased", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("pixel_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("redactions", sa.JSON(), nullable=False),
        sa.Column("quarantine_key", sa.String(length=90), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'confirmed' OR quarantine_key IS NULL", name=op.f("ck_image_confirmed_keeps_no_original")
        ),
        sa.CheckConstraint(
            "state <> 'erased' OR (quarantine_key IS NULL AND content_hash = '')",
            name=op.f("ck_image_erased_keeps_nothing"),
        ),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_image_has_size")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_image_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image")),
        sa.UniqueConstraint("name", name=op.f("uq_image_name")),
    )
    op.create_index(op.f("ix_image_author_id"), "image", ["author_id"], unique=False)
    op.create_index(op.f("ix_image_pixel_hash"), "image", ["pixel_hash"], unique=False)
    op.create_index("ix_image_touched", "image", ["state", "touched_at"], unique=False)
    op.create_table(
        "rendition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("nominal", sa.Integer(), nullable=False),
        sa.Column(
            "format",
            sa.Enum("webp", "jpeg", name="format", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=90), nullable=False),
        sa.ForeignKeyConstraint(["image_id"], ["image.id"], name=op.f("fk_rendition_image_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition")),
        sa.UniqueConstraint("image_id", "nominal", "format", name=op.f("uq_rendition_image_id_nominal_format")),
        sa.UniqueConstraint("key", name=op.f("uq_rendition_key")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("rendition")
    op.drop_table("image")
    op.drop_table("doomed_blob")
