"""Occupations, specialties and verification: enumerations, tables and pure checks."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from app.kernel.errors import mark
from app.policy.actor import Role, Standing


class Occupation(StrEnum):
    """What a person does, as they state it and a moderator verifies it."""

    PHYSICIAN = "physician"
    RESIDENT = "resident"
    NURSE = "nurse"
    PHYSICIAN_ASSISTANT = "physician_assistant"
    PHARMACIST = "pharmacist"
    DENTIST = "dentist"
    THERAPIST = "therapist"
    STUDENT_MEDICINE = "student_medicine"
    STUDENT_NURSING = "student_nursing"
    STUDENT_PHYSICIAN_ASSISTANT = "student_physician_assistant"
    STUDENT_PHARMACY = "student_pharmacy"
    STUDENT_DENTISTRY = "student_dentistry"
    STUDENT_THERAPY = "student_therapy"
    FACULTY = "faculty"
    OTHER_HEALTHCARE = "other_healthcare"
    NOT_IN_HEALTHCARE = "not_in_healthcare"


class Specialty(StrEnum):
    """The field a person works in, or a case belongs to."""

    ANAESTHESIOLOGY = "anaesthesiology"
    CARDIOLOGY = "cardiology"
    DENTISTRY = "dentistry"
    DERMATOLOGY = "dermatology"
    EMERGENCY_MEDICINE = "emergency_medicine"
    ENDOCRINOLOGY = "endocrinology"
    FAMILY_MEDICINE = "family_medicine"
    GASTROENTEROLOGY = "gastroenterology"
    GERIATRICS = "geriatrics"
    HAEMATOLOGY = "haematology"
    INFECTIOUS_DISEASES = "infectious_diseases"
    INTERNAL_MEDICINE = "internal_medicine"
    NEPHROLOGY = "nephrology"
    NEUROLOGY = "neurology"
    OBSTETRICS_GYNAECOLOGY = "obstetrics_gynaecology"
    ONCOLOGY = "oncology"
    OPHTHALMOLOGY = "ophthalmology"
    ORTHOPAEDICS = "orthopaedics"
    OTORHINOLARYNGOLOGY = "otorhinolaryngology"
    PAEDIATRICS = "paediatrics"
    PATHOLOGY = "pathology"
    PHARMACY = "pharmacy"
    PSYCHIATRY = "psychiatry"
    RADIOLOGY = "radiology"
    REHABILITATION = "rehabilitation"
    RESPIRATORY_MEDICINE = "respiratory_medicine"
    RHEUMATOLOGY = "rheumatology"
    SURGERY = "surgery"
    UROLOGY = "urology"
    OTHER = "other"


class VerificationStatus(StrEnum):
    """Where a request to be verified stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class EvidenceKind(StrEnum):
    """What a person offers to show their occupation."""

    REGISTRATION = "registration"
    INSTITUTIONAL_EMAIL = "institutional_email"
    COLLEAGUE = "colleague"
    ENROLMENT = "enrolment"


class TokenPurpose(StrEnum):
    """What a one-time link in a mail is good for."""

    CONFIRM_EMAIL = "confirm_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 -- a purpose, not a password


class SignInMethod(StrEnum):
    """What somebody has signed in with."""

    PASSWORD = "password"  # noqa: S105 -- a way in, not a password
    PASSKEY = "passkey"
    ELSEWHERE = "elsewhere"


GUARDED = frozenset({Role.MODERATOR, Role.OPERATOR})
"""The roles that count only where a second factor was shown."""
SIGN_IN_LASTS = timedelta(days=14)
IDLE_WITH_ROLES = timedelta(hours=12)
FORMER_CONTRIBUTOR = mark("Former contributor")
STUDENTS = frozenset(occupation for occupation in Occupation if occupation.startswith("student_"))
REGISTERED = frozenset(
    {
        Occupation.PHYSICIAN,
        Occupation.RESIDENT,
        Occupation.NURSE,
        Occupation.PHYSICIAN_ASSISTANT,
        Occupation.PHARMACIST,
        Occupation.DENTIST,
        Occupation.THERAPIST,
    }
)
CLINICIANS = REGISTERED | {Occupation.FACULTY, Occupation.OTHER_HEALTHCARE}
VERIFIABLE = CLINICIANS | STUDENTS


def standing_of(occupation: Occupation, *, is_verified: bool) -> Standing:
    """What a person counts as; without a verification in force everybody is a plain member."""
    if not is_verified or occupation not in VERIFIABLE:
        return Standing.MEMBER
    return Standing.STUDENT if occupation in STUDENTS else Standing.CLINICIAN
