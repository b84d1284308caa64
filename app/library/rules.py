"""What can be asked of the library, what an index holds of a case, and how many words are read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.accounts.rules import Specialty
from app.cases.rules import AgeBand, Modality, Sex

PAGE_SIZE = 24
MOST_HITS = 1000
"""How many hits an index is asked for: nobody turns more than forty pages."""


class Sort(StrEnum):
    """In which order results come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


class Stage(StrEnum):
    """Whether a case's diagnosis is still being looked for."""

    OPEN = "open"
    RESOLVED = "resolved"


class NextStep(StrEnum):
    """What a member can do to take part in more."""

    CONFIRM_ADDRESS = "confirm_address"
    ASK_FOR_VERIFICATION = "ask_for_verification"
    AWAIT_VERIFICATION = "await_verification"


@dataclass(frozen=True)
class Query:
    """What a reader looks for. `resolved` None means open and resolved cases alike; pages count from 1."""

    text: str = ""
    specialty: Specialty | None = None
    modality: Modality | None = None
    age_band: AgeBand | None = None
    sex: Sex | None = None
    resolved: bool | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @property
    def filters(self) -> dict[str, str]:
        """The index fields that are narrowed down, with the value wanted of each."""
        chosen = {"specialty": self.specialty, "modality": self.modality, "age_band": self.age_band, "sex": self.sex}
        found = {name: value.value for name, value in chosen.items() if value is not None}
        if self.resolved is not None:
            found["resolved"] = str(self.resolved)
        return found

    @property
    def is_narrowed(self) -> bool:
        """Whether anything at all was asked for."""
        return bool(self.text or self.filters)

    def but(self, **changes: object) -> Query:
        """The same question, from its first page, with some parts changed."""
        return replace(self, **{"page": 1} | changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Document:
    """What an index holds of one case. The diagnosis is apart: not everybody may find a case by it."""

    case_id: int
    title: str
    text: str
    tags: str
    kind: str
    diagnosis: str
    filters: dict[str, str]


SPOKEN: dict[Modality, str] = {
    Modality.CLINICAL_PHOTO: "clinical photo photograph",
    Modality.DERMOSCOPY: "dermoscopy dermatoscopy",
    Modality.XRAY: "xray radiograph plain film",
    Modality.CT: "ct computed tomography scan",
    Modality.MRI: "mri magnetic resonance scan",
    Modality.ULTRASOUND: "ultrasound sonography",
    Modality.ECG: "ecg ekg electrocardiogram",
    Modality.FUNDUS: "fundus fundoscopy retina",
    Modality.MICROSCOPY: "microscopy histology pathology slide",
    Modality.BLOOD_FILM: "blood film smear",
    Modality.ENDOSCOPY: "endoscopy",
    Modality.CHART: "chart growth laboratory",
    Modality.OTHER: "",
}
"""What people type when they mean a modality."""
