"""What detectors found, stacks of frames, fingerprints of barred pictures, identifiers that were kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LABELS = ("NAME", "DATE", "AGE", "LOCATION", "HOSPITAL", "ID", "PHONE", "EMAIL", "URL", "DEVICE", "OTHER")
DISMISSALS = ("not_that", "tells_nothing", "not_a_person", "staff_agreed")
SCAN = "scan IN ('waiting', 'done', 'failed', 'off')"
COLUMNS = {
    "image": (
        "perceptual_hash VARCHAR(64) NOT NULL DEFAULT ''",
        "shown_hash VARCHAR(64) NOT NULL DEFAULT ''",
        "turned_hashes JSON NOT NULL DEFAULT '[]'",
        "crop JSON",
        "turn INTEGER NOT NULL DEFAULT 0 CONSTRAINT ck_image_turn_is_quarters CHECK (turn BETWEEN 0 AND 3)",
        "frames INTEGER NOT NULL DEFAULT 1 CONSTRAINT ck_image_has_frames CHECK (frames > 0)",
        "windows JSON NOT NULL DEFAULT '[]'",
        "\"window\" VARCHAR(40) NOT NULL DEFAULT ''",
        "signs JSON NOT NULL DEFAULT '[]'",
        "scanned_hash VARCHAR(64) NOT NULL DEFAULT ''",
        f"scan VARCHAR(40) NOT NULL DEFAULT 'off' CONSTRAINT ck_image_scan CHECK ({SCAN})"
        " CONSTRAINT ck_image_scan_is_of_this_picture"
        " CHECK (scan <> 'done' OR scanned_hash = content_hash OR state = 'erased')",
        "scan_attempts INTEGER NOT NULL DEFAULT 0",
        "scanned_frames INTEGER NOT NULL DEFAULT 0",
    ),
    "rendition": ("frame INTEGER NOT NULL DEFAULT 0",),
    "cases": (
        "open_identifiers INTEGER NOT NULL DEFAULT 0",
        "shows_place BOOLEAN NOT NULL DEFAULT TRUE",
        "removed_identifiers INTEGER NOT NULL DEFAULT 0",
        "delay_days INTEGER NOT NULL DEFAULT 0",
        "shown_from {time}",
    ),
    "comment": ("kept_reason VARCHAR(300) NOT NULL DEFAULT ''",),
    "opinion": ("kept_reason VARCHAR(300) NOT NULL DEFAULT ''",),
    "resolution": ("kept_reason VARCHAR(300) NOT NULL DEFAULT ''",),
}
ONE_FILE = "uq_rendition_image_id_nominal_format", "(image_id, nominal, format)"
ONE_FILE_A_FRAME = "uq_rendition_image_id_frame_nominal_format", "(image_id, frame, nominal, format)"
KINDS = "'case', 'flagged_case', 'flagged_comment', 'verification'"
MORE_KINDS = f"{KINDS}, 'barred_upload'"


def upgrade() -> None:
    """Create the tables, add the columns, and let a review be about a barred upload."""
    _create_tables()
    postgresql = _is_postgresql()
    for table, columns in COLUMNS.items():
        for column in columns:
            time = "TIMESTAMP WITH TIME ZONE" if postgresql else "DATETIME"
            op.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {column.format(time=time)}".replace(":", r"\:")))
    op.create_index("ix_image_scan", "image", ["scan"])
    _swap(ONE_FILE, ONE_FILE_A_FRAME, KINDS, MORE_KINDS)


def downgrade() -> None:
    """Undo all of it; frames after the first and reviews of uploads go."""
    op.execute("DELETE FROM rendition WHERE frame > 0")
    op.execute("DELETE FROM review WHERE kind = 'barred_upload'")
    _swap(ONE_FILE_A_FRAME, ONE_FILE, MORE_KINDS, KINDS)
    op.drop_index("ix_image_scan", "image")
    for table, columns in reversed(COLUMNS.items()):
        for column in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")
    for table in ("kept_identifier", "finding", "refused_upload", "barred_picture"):
        op.drop_table(table)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _swap(file: tuple[str, str], new_file: tuple[str, str], kinds: str, new_kinds: str) -> None:
    if _is_postgresql():
        op.drop_constraint(file[0], "rendition")
        op.execute(f"ALTER TABLE rendition ADD CONSTRAINT {new_file[0]} UNIQUE {new_file[1]}")
        op.drop_constraint("ck_review_kind", "review")
        op.execute(f"ALTER TABLE review ADD CONSTRAINT ck_review_kind CHECK (kind IN ({new_kinds}))")
        return
    _rewrite("rendition", f"{file[0]} UNIQUE {file[1]}", f"{new_file[0]} UNIQUE {new_file[1]}")
    _rewrite("review", f"kind IN ({kinds})", f"kind IN ({new_kinds})")


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
        "barred_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("perceptual_hash", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barred_picture")),
    )
    op.create_table(
        "refused_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("barred_id", sa.Integer(), nullable=False),
        sa.Column("pixel_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("let_in", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_refused_upload_account_id")),
        sa.ForeignKeyConstraint(["barred_id"], ["barred_picture.id"], name=op.f("fk_refused_upload_barred_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_upload")),
        sa.UniqueConstraint("account_id", "pixel_hash", name=op.f("uq_refused_upload_account_id_pixel_hash")),
    )
    op.create_index(op.f("ix_refused_upload_pixel_hash"), "refused_upload", ["pixel_hash"])
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Integer(), nullable=False),
        sa.Column("frame", sa.Integer(), nullable=False),
        _choice("kind", ("text", "face", "code"), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("on_result", sa.Boolean(), nullable=False),
        _choice("answer", ("covered", "dismissed"), nullable=True),
        _choice("reason", DISMISSALS, nullable=True),
        sa.CheckConstraint(
            "answer <> 'dismissed' OR reason IS NOT NULL", name=op.f("ck_finding_dismissed_with_reason")
        ),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_finding_has_size")),
        sa.ForeignKeyConstraint(["image_id"], ["image.id"], name=op.f("fk_finding_image_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_image_id"), "finding", ["image_id"])
    op.create_table(
        "kept_identifier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        _choice("label", LABELS, nullable=False),
        sa.Column("wording", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_kept_identifier_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_identifier")),
        sa.UniqueConstraint("case_id", "label", "wording", name=op.f("uq_kept_identifier_case_id_label_wording")),
    )


def _choice(name: str, values: tuple[str, ...], *, nullable: bool) -> sa.Column[str]:
    column = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, column, nullable=nullable)
