"""What occupations, specialties and the like are called on a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.rules import EvidenceKind, InvitationState, Occupation, Specialty
from app.policy.actor import Ability

OCCUPATIONS = {
    Occupation.PHYSICIAN: _l("Physician"),
    Occupation.RESIDENT: _l("Resident physician"),
    Occupation.NURSE: _l("Nurse"),
    Occupation.PHYSICIAN_ASSISTANT: _l("Physician assistant"),
    Occupation.PHARMACIST: _l("Pharmacist"),
    Occupation.DENTIST: _l("Dentist"),
    Occupation.THERAPIST: _l("Therapist"),
    Occupation.STUDENT_MEDICINE: _l("Medical student"),
    Occupation.STUDENT_NURSING: _l("Nursing student"),
    Occupation.STUDENT_PHYSICIAN_ASSISTANT: _l("Physician assistant student"),
    Occupation.STUDENT_PHARMACY: _l("Pharmacy student"),
    Occupation.STUDENT_DENTISTRY: _l("Dental student"),
    Occupation.STUDENT_THERAPY: _l("Therapy student"),
    Occupation.FACULTY: _l("Faculty"),
    Occupation.OTHER_HEALTHCARE: _l("Other healthcare"),
    Occupation.NOT_IN_HEALTHCARE: _l("Not in healthcare"),
}
SPECIALTIES = {
    Specialty.ANAESTHESIOLOGY: _l("Anaesthesiology"),
    Specialty.CARDIOLOGY: _l("Cardiology"),
    Specialty.DENTISTRY: _l("Dentistry"),
    Specialty.DERMATOLOGY: _l("Dermatology"),
    Specialty.EMERGENCY_MEDICINE: _l("Emergency medicine"),
    Specialty.ENDOCRINOLOGY: _l("Endocrinology"),
    Specialty.FAMILY_MEDICINE: _l("Family medicine"),
    Specialty.GASTROENTEROLOGY: _l("Gastroenterology"),
    Specialty.GERIATRICS: _l("Geriatrics"),
    Specialty.HAEMATOLOGY: _l("Haematology"),
    Specialty.INFECTIOUS_DISEASES: _l("Infectious diseases"),
    Specialty.INTERNAL_MEDICINE: _l("Internal medicine"),
    Specialty.NEPHROLOGY: _l("Nephrology"),
    Specialty.NEUROLOGY: _l("Neurology"),
    Specialty.OBSTETRICS_GYNAECOLOGY: _l("Obstetrics and gynaecology"),
    Specialty.ONCOLOGY: _l("Oncology"),
    Specialty.OPHTHALMOLOGY: _l("Ophthalmology"),
    Specialty.ORTHOPAEDICS: _l("Orthopaedics"),
    Specialty.OTORHINOLARYNGOLOGY: _l("Otorhinolaryngology"),
    Specialty.PAEDIATRICS: _l("Paediatrics"),
    Specialty.PATHOLOGY: _l("Pathology"),
    Specialty.PHARMACY: _l("Pharmacy"),
    Specialty.PSYCHIATRY: _l("Psychiatry"),
    Specialty.RADIOLOGY: _l("Radiology"),
    Specialty.REHABILITATION: _l("Rehabilitation"),
    Specialty.RESPIRATORY_MEDICINE: _l("Respiratory medicine"),
    Specialty.RHEUMATOLOGY: _l("Rheumatology"),
    Specialty.SURGERY: _l("Surgery"),
    Specialty.UROLOGY: _l("Urology"),
    Specialty.OTHER: _l("Other"),
}
EVIDENCE = {
    EvidenceKind.INSTITUTIONAL_EMAIL: _l("E-mail address of my institution"),
    EvidenceKind.REGISTRATION: _l("Entry in a public register"),
    EvidenceKind.COLLEAGUE: _l("A verified colleague vouches for me"),
    EvidenceKind.DOCUMENT: _l("A licence or a student card"),
}
ABILITIES = {
    Ability.COMMENT: _l("Give opinions and discuss"),
    Ability.SHARE: _l("Share cases"),
    Ability.CONFIRM: _l("Confirm what another has diagnosed"),
    Ability.MODERATE: _l("Be entrusted with moderation"),
}
INVITATIONS = {
    InvitationState.OPEN: _l("open"),
    InvitationState.USED: _l("used"),
    InvitationState.REVOKED: _l("revoked"),
    InvitationState.EXPIRED: _l("run out"),
}
