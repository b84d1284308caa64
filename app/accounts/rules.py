"""Occupations, specialties and verification: enumerations, tables and pure checks."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from app.kernel.errors import mark
from app.kernel.folding import fold
from app.policy.actor import Role


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
    LAPSED = "lapsed"


class Admission(StrEnum):
    """Whether an account may read: an instance may want to look at each one first."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    REFUSED = "refused"


class InvitationState(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


class EvidenceKind(StrEnum):
    """What a person offers to show their occupation."""

    INSTITUTIONAL_EMAIL = "institutional_email"
    REGISTRATION = "registration"
    COLLEAGUE = "colleague"
    DOCUMENT = "document"


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

REQUEST_WAITS = timedelta(days=30)
"""A request that nobody has decided by then lapses, and what was offered as evidence is erased."""
RENEWABLE_FROM = timedelta(days=60)
REMINDED_BEFORE = timedelta(days=30)
LINK_LASTS = timedelta(days=7)
"""The link to an institution's address, or to a colleague."""
VOUCHES_A_YEAR = 5
YEAR = timedelta(days=365)
INVITATION_LASTS = timedelta(days=14)
INVITATIONS_A_MONTH = 5
MONTH = timedelta(days=30)


def same_institution(first: str, second: str) -> bool:
    """Whether two people mean one institution: the same name, however it's spaced, cased and accented."""
    return bool(fold(first)) and fold(first) == fold(second)
