"""A case's enumerations, its life-cycle as a table, and what must be filled in before others look at it."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.errors import WrongStep, mark


class CaseStatus(StrEnum):
    """Where a case stands. 'Scanned' and 'consented' are facts about a draft, not states: see blockers."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    PUBLISHED = "published"
    RESOLVED = "resolved"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    TAKEN_DOWN = "taken_down"


_OUT = frozenset({CaseStatus.WITHDRAWN, CaseStatus.TAKEN_DOWN})

NEXT: dict[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.DRAFT: frozenset({CaseStatus.SUBMITTED}) | _OUT,
    CaseStatus.SUBMITTED: frozenset({CaseStatus.IN_REVIEW, CaseStatus.DRAFT}) | _OUT,
    CaseStatus.IN_REVIEW: frozenset(
        {CaseStatus.SUBMITTED, CaseStatus.PUBLISHED, CaseStatus.CHANGES_REQUESTED, CaseStatus.REJECTED}
    )
    | _OUT,
    CaseStatus.CHANGES_REQUESTED: frozenset({CaseStatus.SUBMITTED}) | _OUT,
    CaseStatus.REJECTED: _OUT,
    CaseStatus.PUBLISHED: frozenset({CaseStatus.RESOLVED, CaseStatus.HIDDEN}) | _OUT,
    CaseStatus.RESOLVED: frozenset({CaseStatus.PUBLISHED, CaseStatus.HIDDEN}) | _OUT,
    CaseStatus.HIDDEN: frozenset({CaseStatus.PUBLISHED, CaseStatus.RESOLVED, CaseStatus.CHANGES_REQUESTED}) | _OUT,
    CaseStatus.WITHDRAWN: frozenset(),
    CaseStatus.TAKEN_DOWN: frozenset(),
}

SHOWN = frozenset({CaseStatus.PUBLISHED, CaseStatus.RESOLVED})
EDITABLE = frozenset({CaseStatus.DRAFT, CaseStatus.CHANGES_REQUESTED})
GONE = _OUT


def check_step(present: CaseStatus, wanted: CaseStatus) -> None:
    """Raise WrongStep unless the table allows the step."""
    if wanted not in NEXT[present]:
        raise WrongStep(
            mark("A case that is %(present)s can't become %(wanted)s."),
            present=present.value.replace("_", " "),
            wanted=wanted.value.replace("_", " "),
        )


class Modality(StrEnum):
    """How the picture was made."""

    CLINICAL_PHOTO = "clinical_photo"
    DERMOSCOPY = "dermoscopy"
    XRAY = "xray"
    CT = "ct"
    MRI = "mri"
    ULTRASOUND = "ultrasound"
    ECG = "ecg"
    FUNDUS = "fundus"
    MICROSCOPY = "microscopy"
    BLOOD_FILM = "blood_film"
    ENDOSCOPY = "endoscopy"
    CHART = "chart"
    OTHER = "other"


class Sex(StrEnum):
    """The patient's sex, as far as it is stated."""

    FEMALE = "female"
    MALE = "male"
    INTERSEX = "intersex"
    NOT_STATED = "not_stated"


class AgeBand(StrEnum):
    """The patient's age, coarse on purpose; above 89 there is one band (HIPAA Safe Harbor)."""

    NEONATE = "neonate"
    INFANT = "infant"
    FROM_1 = "1-4"
    FROM_5 = "5-9"
    FROM_10 = "10-14"
    FROM_15 = "15-19"
    FROM_20 = "20-29"
    FROM_30 = "30-39"
    FROM_40 = "40-49"
    FROM_50 = "50-59"
    FROM_60 = "60-69"
    FROM_70 = "70-79"
    FROM_80 = "80-89"
    FROM_90 = "90+"
    UNKNOWN = "unknown"


class EndReason(StrEnum):
    """Why a case is out for good; all a tombstone says."""

    PATIENT = "patient"
    AUTHOR = "author"
    MODERATOR = "moderator"
    EXPIRED = "expired"


class Blocker(StrEnum):
    """What keeps a draft from being submitted."""

    NO_IMAGE = "no_image"
    IMAGE_NOT_CONFIRMED = "image_not_confirmed"
    NO_TITLE = "no_title"
    NO_PRESENTATION = "no_presentation"
    NO_ALT_TEXT = "no_alt_text"
    NO_CONSENT = "no_consent"


TEXT_FIELDS = ("title", "presentation", "history", "examination", "investigations", "findings", "question")
"""The free-text columns of a case, in the order in which they are read."""
