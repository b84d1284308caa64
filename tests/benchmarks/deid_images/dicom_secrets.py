"""Secrets in DICOM files: how many values of a header come through, in whatever is kept or shown."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless

from app.media.cleaning import FullSize, clean, draw
from app.media.dicom import Original
from app.media.originals import prepare
from app.media.redaction import Plan
from tests.benchmarks.deid_images.figures import Figure, at_least, share
from tests.media import dicoms
from tests.media.pictures import SECRET, traces

BANDS = {"neonate", "infant", "1-4", "5-9", "10-14", "15-19", "90+", *(f"{at}-{at + 9}" for at in range(20, 90, 10))}
KEYWORDS = """
    AccessionNumber AcquisitionComments AdditionalPatientHistory AdmittingDiagnosesDescription
    BodyPartExamined BranchOfService ConfidentialityCode ContributionDateTime CountryOfResidence
    CurrentPatientLocation DerivationDescription DeviceSerialNumber EthnicGroup ImageComments
    InstitutionAddress InstitutionName InstitutionalDepartmentName IssuerOfPatientID Laterality Manufacturer
    ManufacturerModelName MedicalAlerts MilitaryRank Modality NameOfPhysiciansReadingStudy Occupation
    OperatorsName OtherPatientNames PatientAddress PatientAge PatientBirthName PatientComments PatientID
    PatientMotherBirthName PatientName PatientReligiousPreference PatientSex PatientState
    PatientTelephoneNumbers PerformedProcedureStepID PerformingPhysicianName ProtocolName
    ReferringPhysicianAddress ReferringPhysicianName ReferringPhysicianTelephoneNumbers RegionOfResidence
    RequestedProcedureDescription RequestingPhysician RequestingService SeriesDescription SpecialNeeds
    StationName StudyComments StudyDescription StudyID ViewPosition WindowCenterWidthExplanation
"""
TYPED = KEYWORDS.split()
"""Elements that somebody's words can be typed into, right or wrong."""


def measure() -> list[Figure]:
    """Files without a trace by carrier, and facts that are words of a list."""
    files = list(secretive_files())
    clear = [is_clear(data) for data in files]
    typed = [is_clear(dicoms.encoded(dicoms.dicom(np.zeros((16, 16), np.int16), **{name: SECRET}))) for name in TYPED]
    return [
        at_least(f"DICOM: secrets in every carrier ({len(files)} files)", share(sum(clear), len(clear)), 1.0),
        at_least(f"DICOM: words in one element ({len(typed)} files)", share(sum(typed), len(typed)), 1.0),
    ]


def secretive_files() -> Iterator[bytes]:
    """One file for each way to write it."""
    for syntax in (ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian):
        dataset = dicoms.secretive()
        if syntax == ExplicitVRBigEndian:
            del dataset[0x60003000]  # its bytes would have to be turned round
        yield dicoms.encoded(dataset, syntax=syntax)
    runs = dicoms.secretive()
    runs.compress(RLELossless)
    yield dicoms.encoded(runs)


def is_clear(data: bytes) -> bool:
    """Whether nothing of the secret, nor anything outside the lists, is in what comes of the file."""
    original = prepare(data)
    plan = Plan(window=original.windows[0])
    made = [file.data for file in clean(original.data, plan, frames=original.frames).renditions]
    made += [original.data, repr(original.facts).encode(), repr(original.windows).encode()]
    made += draw(original.data, plan, frames=original.frames, form=FullSize.PNG).pages
    return not any(traces(part) for part in made) and has_only_listed_facts(original)


def has_only_listed_facts(original: Original) -> bool:
    """Whether the facts are few and coarse."""
    facts = original.facts
    return facts is not None and facts.age_band in BANDS | {None} and facts.sex in ("female", "male", None)
