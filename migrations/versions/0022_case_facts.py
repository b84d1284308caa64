"""Facts of a case that the library can be narrowed by, and its tables."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CHOICES = {
    "body_system": (
        "skin heart_vessels lungs digestive liver_biliary kidney_urinary reproductive nervous mental musculoskeletal"
        " endocrine_metabolic blood_lymph immune eye ear_nose_throat mouth_teeth several"
    ),
    "skin_tone": "1 2 3 4 5 6",
    "setting": "primary_care outpatient emergency ward intensive_care theatre home remote",
    "region": "africa americas eastern_mediterranean europe south_east_asia western_pacific",
    "difficulty": "student resident specialist",
    "licence": "here_only cc_by cc_by_nc cc_by_nc_sa",
}
TABLES = ("vitals", "laboratory", "timeline", "sources")


def upgrade() -> None:
    """Add the columns; of older cases nothing is known."""
    for name, values in CHOICES.items():
        allowed = ", ".join(f"'{value}'" for value in values.split())
        needed = " NOT NULL DEFAULT 'here_only'" if name == "licence" else ""
        check = f"CONSTRAINT ck_cases_{name} CHECK ({name} IN ({allowed}))"
        op.execute(f"ALTER TABLE cases ADD COLUMN {name} VARCHAR(40){needed} {check}")
    for name in TABLES:
        op.execute(f"ALTER TABLE cases ADD COLUMN {name} JSON NOT NULL DEFAULT '[]'")


def downgrade() -> None:
    """Take them away."""
    for name in (*TABLES, *CHOICES):
        op.execute(f"ALTER TABLE cases DROP COLUMN {name}")
