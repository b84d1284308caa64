"""What statuses, modalities, ages and the like are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.labels import OCCUPATIONS, SPECIALTIES
from app.cases.rules import AgeBand, Blocker, CaseStatus, Delicate, Modality, Sex
from app.media.rules import Dismissal, ScanState, Sign
from app.media.scanning.findings import FindingKind

STATUSES = {
    CaseStatus.DRAFT: _l("Draft"),
    CaseStatus.SUBMITTED: _l("Waiting for a moderator"),
    CaseStatus.IN_REVIEW: _l("In review"),
    CaseStatus.CHANGES_REQUESTED: _l("Changes asked for"),
    CaseStatus.REJECTED: _l("Not accepted"),
    CaseStatus.PUBLISHED: _l("Open"),
    CaseStatus.RESOLVED: _l("Resolved"),
    CaseStatus.HIDDEN: _l("Hidden until decided"),
    CaseStatus.WITHDRAWN: _l("Withdrawn"),
    CaseStatus.TAKEN_DOWN: _l("Taken down"),
}
MODALITIES = {
    Modality.CLINICAL_PHOTO: _l("Clinical photo"),
    Modality.DERMOSCOPY: _l("Dermoscopy"),
    Modality.XRAY: _l("X-ray"),
    Modality.CT: _l("CT"),
    Modality.MRI: _l("MRI"),
    Modality.ULTRASOUND: _l("Ultrasound"),
    Modality.ECG: _l("ECG"),
    Modality.FUNDUS: _l("Fundus"),
    Modality.MICROSCOPY: _l("Microscopy"),
    Modality.BLOOD_FILM: _l("Blood film"),
    Modality.ENDOSCOPY: _l("Endoscopy"),
    Modality.CHART: _l("Chart"),
    Modality.OTHER: _l("Other picture"),
}
SEXES = {
    Sex.FEMALE: _l("Female"),
    Sex.MALE: _l("Male"),
    Sex.INTERSEX: _l("Intersex"),
    Sex.NOT_STATED: _l("Sex not stated"),
}
AGES = {
    AgeBand.NEONATE: _l("Newborn"),
    AgeBand.INFANT: _l("Infant"),
    AgeBand.FROM_1: _l("1 to 4 years"),
    AgeBand.FROM_5: _l("5 to 9 years"),
    AgeBand.FROM_10: _l("10 to 14 years"),
    AgeBand.FROM_15: _l("15 to 19 years"),
    AgeBand.FROM_20: _l("20 to 29 years"),
    AgeBand.FROM_30: _l("30 to 39 years"),
    AgeBand.FROM_40: _l("40 to 49 years"),
    AgeBand.FROM_50: _l("50 to 59 years"),
    AgeBand.FROM_60: _l("60 to 69 years"),
    AgeBand.FROM_70: _l("70 to 79 years"),
    AgeBand.FROM_80: _l("80 to 89 years"),
    AgeBand.FROM_90: _l("90 years or older"),
    AgeBand.UNKNOWN: _l("Age not stated"),
}
DELICATE = {
    Delicate.FACE: _l("A face"),
    Delicate.CHILD: _l("A child"),
    Delicate.DECEASED: _l("A person who has died"),
    Delicate.INTIMATE: _l("An intimate part of the body"),
}
BLOCKERS = {
    Blocker.NO_IMAGE: _l("Add a picture."),
    Blocker.IMAGE_NOT_CONFIRMED: _l("Look at each picture, cover what could tell who it is, and confirm it."),
    Blocker.NO_TITLE: _l("Give the case a title."),
    Blocker.NO_PRESENTATION: _l("Write how the patient presented."),
    Blocker.NO_ALT_TEXT: _l("Describe each picture for those who can't see it."),
    Blocker.IDENTIFIERS: _l("Decide about what could tell who it is in your text."),
    Blocker.NO_CONSENT: _l("Record the consent."),
}
STAGES = {
    "presentation": _l("Presentation"),
    "history": _l("History"),
    "examination": _l("Examination"),
    "investigations": _l("Investigations"),
    "findings": _l("Findings"),
    "question": _l("Question"),
}
"""Titles of the text columns, in the order in which they are read."""

FINDINGS = {
    FindingKind.TEXT: _l("Text"),
    FindingKind.FACE: _l("Face"),
    FindingKind.CODE: _l("Code"),
}
DISMISSALS = {
    Dismissal.NOT_THAT: _l("something else"),
    Dismissal.TELLS_NOTHING: _l("tells nothing"),
    Dismissal.NOT_A_PERSON: _l("no real person"),
    Dismissal.STAFF_AGREED: _l("staff, agreed"),
}
KEPT_FOR = {
    FindingKind.TEXT: (Dismissal.TELLS_NOTHING, Dismissal.NOT_THAT),
    FindingKind.FACE: (Dismissal.NOT_THAT, Dismissal.NOT_A_PERSON, Dismissal.STAFF_AGREED),
    FindingKind.CODE: (Dismissal.TELLS_NOTHING, Dismissal.NOT_THAT),
}
"""The reasons that make sense for each kind of finding, the likeliest first."""
SCANS = {
    ScanState.WAITING: _l("Looking for faces and text …"),
    ScanState.DONE: _l("Looked through for faces and text"),
    ScanState.FAILED: _l("Not scanned for text and faces: look yourself"),
    ScanState.OFF: _l("Not scanned for text and faces: look yourself"),
}
SIGNS = {
    Sign.TATTOO: _l("Tattoos"),
    Sign.SCAR: _l("Scars and birthmarks"),
    Sign.JEWELLERY: _l("Jewellery, watches, glasses"),
    Sign.NAME_BAND: _l("Name bands and labels"),
    Sign.REFLECTION: _l("Reflections"),
    Sign.HANDWRITING: _l("Handwriting"),
    Sign.CLOCK: _l("Clocks and monitors"),
}
SIGN_HINTS = {
    Sign.TATTOO: _l("Small ones too: wrist, ankle, behind the ear."),
    Sign.SCAR: _l("Those by which friends or family would know somebody."),
    Sign.JEWELLERY: _l("Rings, necklaces, piercings."),
    Sign.NAME_BAND: _l("On wrist or ankle, bed, drip, sample, folder."),
    Sign.REFLECTION: _l("In screens, mirrors, windows, glasses, metal."),
    Sign.HANDWRITING: _l("On paper, tape, plaster, a board or skin."),
    Sign.CLOCK: _l("Date and time on a wall, a wrist or a screen."),
}
WINDOWS = {
    "automatic": _l("Automatic"),
    "full": _l("All greys"),
    "soft_tissue": _l("Soft tissue"),
    "lung": _l("Lung"),
    "bone": _l("Bone"),
    "brain": _l("Brain"),
    "mediastinum": _l("Mediastinum"),
    "liver": _l("Liver"),
}

_TABLES: tuple[Mapping[Any, object], ...] = (
    STATUSES,
    MODALITIES,
    SEXES,
    AGES,
    BLOCKERS,
    SPECIALTIES,
    OCCUPATIONS,
    FINDINGS,
    DISMISSALS,
    SCANS,
    SIGNS,
    DELICATE,
)
_BY_KIND = {type(next(iter(table))): table for table in _TABLES}


def label_of(member: StrEnum) -> str:
    """What a member of any enumeration that a case uses is called."""
    return str(_BY_KIND[type(member)][member])


def window_label(name: str) -> object:
    """What a range of greys is called; those that came with the file (`file_1`, ...) have a number."""
    number = name.removeprefix("file_")
    return WINDOWS.get(name) or _l("As in the file, %(number)s", number=number)
