"""What statuses, modalities, ages and the like are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.labels import OCCUPATIONS, SPECIALTIES
from app.cases.rules import AgeBand, Blocker, CaseStatus, Modality, Sex

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
BLOCKERS = {
    Blocker.NO_IMAGE: _l("Add a picture."),
    Blocker.IMAGE_NOT_CONFIRMED: _l("Look at each picture, cover what could tell who it is, and confirm it."),
    Blocker.NO_TITLE: _l("Give the case a title."),
    Blocker.NO_PRESENTATION: _l("Write how the patient presented."),
    Blocker.NO_ALT_TEXT: _l("Describe each picture for those who can't see it."),
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

_TABLES: tuple[Mapping[Any, object], ...] = (STATUSES, MODALITIES, SEXES, AGES, BLOCKERS, SPECIALTIES, OCCUPATIONS)
_BY_KIND = {type(next(iter(table))): table for table in _TABLES}


def label_of(member: StrEnum) -> str:
    """What a member of any enumeration that a case uses is called."""
    return str(_BY_KIND[type(member)][member])
