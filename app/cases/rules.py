"""A case's enumerations, its life-cycle as a table, and what must be filled in before others look at it."""

from __future__ import annotations

from collections.abc import Iterable
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


GONE = frozenset({CaseStatus.WITHDRAWN, CaseStatus.TAKEN_DOWN})
SHOWN = frozenset({CaseStatus.PUBLISHED, CaseStatus.RESOLVED})
EDITABLE = frozenset({CaseStatus.DRAFT, CaseStatus.CHANGES_REQUESTED})


LOOKED_AT = SHOWN | {CaseStatus.SUBMITTED, CaseStatus.IN_REVIEW, CaseStatus.HIDDEN}
"""Where newer detectors look again: what readers see or moderators judge. A draft is its author's business."""


class Step(StrEnum):
    """What can be done to a case's standing; the value ends the name of its audit rows."""

    SUBMIT = "submitted"
    BEGIN_REVIEW = "review_begun"
    RELEASE = "released"
    PUBLISH = "published"
    RETURN = "returned"
    REJECT = "rejected"
    HIDE = "hidden"
    SHOW_AGAIN = "shown_again"
    RESOLVE = "resolved"
    REOPEN = "reopened"
    END = "ended"


STEPS: dict[Step, tuple[frozenset[CaseStatus], frozenset[CaseStatus]]] = {
    Step.SUBMIT: (EDITABLE, frozenset({CaseStatus.SUBMITTED})),
    Step.BEGIN_REVIEW: (frozenset({CaseStatus.SUBMITTED}), frozenset({CaseStatus.IN_REVIEW})),
    Step.RELEASE: (frozenset({CaseStatus.IN_REVIEW}), frozenset({CaseStatus.SUBMITTED})),
    Step.PUBLISH: (frozenset({CaseStatus.IN_REVIEW}), frozenset({CaseStatus.PUBLISHED})),
    Step.RETURN: (
        frozenset({CaseStatus.IN_REVIEW, CaseStatus.HIDDEN}),
        frozenset({CaseStatus.CHANGES_REQUESTED}),
    ),
    Step.REJECT: (frozenset({CaseStatus.IN_REVIEW}), frozenset({CaseStatus.REJECTED})),
    Step.HIDE: (SHOWN, frozenset({CaseStatus.HIDDEN})),
    Step.SHOW_AGAIN: (frozenset({CaseStatus.HIDDEN}), SHOWN),
    Step.RESOLVE: (frozenset({CaseStatus.PUBLISHED}), frozenset({CaseStatus.RESOLVED})),
    Step.REOPEN: (frozenset({CaseStatus.RESOLVED}), frozenset({CaseStatus.PUBLISHED})),
    Step.END: (frozenset(CaseStatus) - GONE, GONE),
}
"""The life-cycle: from where each step leads to where. Withdrawn and taken down are on no left side."""


def check_step(step: Step, present: CaseStatus, wanted: CaseStatus) -> None:
    """Raise WrongStep unless the table allows the step."""
    sources, targets = STEPS[step]
    if present not in sources or wanted not in targets:
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


class BodySystem(StrEnum):
    """Which part of the body the case is about."""

    SKIN = "skin"
    HEART_VESSELS = "heart_vessels"
    LUNGS = "lungs"
    DIGESTIVE = "digestive"
    LIVER_BILIARY = "liver_biliary"
    KIDNEY_URINARY = "kidney_urinary"
    REPRODUCTIVE = "reproductive"
    NERVOUS = "nervous"
    MENTAL = "mental"
    MUSCULOSKELETAL = "musculoskeletal"
    ENDOCRINE_METABOLIC = "endocrine_metabolic"
    BLOOD_LYMPH = "blood_lymph"
    IMMUNE = "immune"
    EYE = "eye"
    EAR_NOSE_THROAT = "ear_nose_throat"
    MOUTH_TEETH = "mouth_teeth"
    SEVERAL = "several"


class SkinTone(StrEnum):
    """Fitzpatrick's skin types, as their author judges them (T. B. Fitzpatrick, Arch Dermatol 1988;124:869)."""

    I = "1"  # noqa: E741 -- so they are called
    II = "2"
    III = "3"
    IV = "4"
    V = "5"
    VI = "6"


class Setting(StrEnum):
    """Where the patient was seen."""

    PRIMARY_CARE = "primary_care"
    OUTPATIENT = "outpatient"
    EMERGENCY = "emergency"
    WARD = "ward"
    INTENSIVE_CARE = "intensive_care"
    THEATRE = "theatre"
    HOME = "home"
    REMOTE = "remote"


class Region(StrEnum):
    """Where in the world, no finer than the six regions of the World Health Organization."""

    AFRICA = "africa"
    AMERICAS = "americas"
    EASTERN_MEDITERRANEAN = "eastern_mediterranean"
    EUROPE = "europe"
    SOUTH_EAST_ASIA = "south_east_asia"
    WESTERN_PACIFIC = "western_pacific"


class Difficulty(StrEnum):
    """Who should be able to name the diagnosis, as the author judges."""

    STUDENT = "student"
    RESIDENT = "resident"
    SPECIALIST = "specialist"


class Licence(StrEnum):
    """On what terms an author shares text and pictures beyond reading them here."""

    HERE_ONLY = "here_only"
    CC_BY = "cc_by"
    CC_BY_NC = "cc_by_nc"
    CC_BY_NC_SA = "cc_by_nc_sa"


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


class Delicate(StrEnum):
    """What a case can show so that two moderators look at it before readers do."""

    FACE = "face"
    CHILD = "child"
    DECEASED = "deceased"
    INTIMATE = "intimate"


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
    IDENTIFIERS = "identifiers"
    NO_CONSENT = "no_consent"


class ChangeStatus(StrEnum):
    """Where a change of a published case stands; what readers see is another matter until it's approved."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


WRITABLE_CHANGES = frozenset({ChangeStatus.DRAFT, ChangeStatus.RETURNED})
OPEN_CHANGES = WRITABLE_CHANGES | {ChangeStatus.SUBMITTED}


class ChangeReason(StrEnum):
    """Why an author changes a published case."""

    CORRECTION = "correction"
    MORE_KNOWN = "more_known"
    CLEARER = "clearer"
    IDENTIFIER = "identifier"


class ChangeConsent(StrEnum):
    """Why the patient's consent covers what is changed; their own words are with the institution."""

    GIVEN_COVERS = "given_covers"
    ASKED_AGAIN = "asked_again"


TEXT_FIELDS = ("title", "presentation", "history", "examination", "investigations", "findings", "question")
"""The free-text columns that readers see, in the order in which they are read."""
TITLE_LENGTH = 160
CAPTION_LENGTH = 300
ALT_TEXT_LENGTH = 600
MOST_PICTURES = 20
MOST_TAGS = 12
CHANGE_NOTE_LENGTH = 500
TAG_LENGTH = 60


def tidy_tags(names: Iterable[str]) -> tuple[str, ...]:
    """Lower case, single blanks, no doubles, in the order given; longer or more than is taken is cut off."""
    tidy = (" ".join(name.lower().split())[:TAG_LENGTH].strip() for name in names)
    return tuple(dict.fromkeys(name for name in tidy if name))[:MOST_TAGS]
