"""Givers, scopes and when consent is in force."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Giver(StrEnum):
    """Who gave consent."""

    PATIENT = "patient"
    PARENT = "parent"
    SUBSTITUTE = "substitute"
    ESTATE = "estate"


class Capacity(StrEnum):
    """Why this giver may decide."""

    CAPABLE_PATIENT = "capable_patient"
    PATIENT_IS_CHILD = "patient_is_child"
    PATIENT_LACKS_CAPACITY = "patient_lacks_capacity"
    PATIENT_HAS_DIED = "patient_has_died"


class Assent(StrEnum):
    """Whether a child agreed, in its own words."""

    GIVEN = "given"
    TOO_YOUNG = "too_young"
    NOT_APPLICABLE = "not_applicable"


class Scope(StrEnum):
    """What the case may be used for."""

    LIBRARY = "library"
    QUIZ = "quiz"
    HANDOUT = "handout"
    EXPORT = "export"


class ExportKind(StrEnum):
    """In which form a case leaves the library."""

    HANDOUT = "handout"
    BUNDLE = "bundle"


SCOPE_OF: dict[ExportKind, Scope] = {ExportKind.HANDOUT: Scope.HANDOUT, ExportKind.BUNDLE: Scope.EXPORT}
"""What must be agreed to for it."""


class Method(StrEnum):
    """How consent was taken. A signature on paper stays with the institution; one on a screen is sealed here."""

    PAPER_AT_INSTITUTION = "paper_at_institution"
    RECORDED_IN_CHART = "recorded_in_chart"
    SYNTHETIC = "synthetic"
    SIGNED_HERE = "signed_here"
    SIGNED_BY_LINK = "signed_by_link"


class Authority(StrEnum):
    """What lets somebody decide for the patient."""

    PARENTAL = "parental_responsibility"
    COURT = "court_order"
    ATTORNEY = "power_of_attorney"
    NEXT_OF_KIN = "next_of_kin"
    EXECUTOR = "executor"


class OpeningReason(StrEnum):
    """Why a moderator opens who has signed."""

    DISPUTED = "disputed"
    GIVER_ASKS = "giver_asks"
    AUTHORITY_ASKS = "authority_asks"
    SAFETY = "safety"


CAPACITY_OF: dict[Giver, Capacity] = {
    Giver.PATIENT: Capacity.CAPABLE_PATIENT,
    Giver.PARENT: Capacity.PATIENT_IS_CHILD,
    Giver.SUBSTITUTE: Capacity.PATIENT_LACKS_CAPACITY,
    Giver.ESTATE: Capacity.PATIENT_HAS_DIED,
}
"""A giver decides on exactly one ground; the form asks for the giver and the ground follows."""
AUTHORITIES: dict[Giver, frozenset[Authority]] = {
    Giver.PATIENT: frozenset(),
    Giver.PARENT: frozenset({Authority.PARENTAL, Authority.COURT}),
    Giver.SUBSTITUTE: frozenset({Authority.ATTORNEY, Authority.COURT, Authority.NEXT_OF_KIN}),
    Giver.ESTATE: frozenset({Authority.EXECUTOR, Authority.COURT, Authority.NEXT_OF_KIN}),
}
"""What can let each giver decide, where the form asks for it."""
SIGNED = frozenset({Method.SIGNED_HERE, Method.SIGNED_BY_LINK})
"""Signed on a screen, after seeing here what will be shown."""


WARNED_DAYS = (7, 30)
"""So many days before consent runs out its author is told, the nearest first."""


def holds_the_case(left: frozenset[Scope], *, is_resolved: bool) -> bool:
    """Whether a case is of any use with the scopes that are left; without one it ends.

    Handouts and exports are made from a case in the library. Quizzes can go on without it, but only about a case whose
    diagnosis had been confirmed: none can be confirmed outside the library.
    """
    return Scope.LIBRARY in left or (Scope.QUIZ in left and is_resolved)


def in_force(
    *,
    scopes: frozenset[Scope],
    use: Scope,
    withdrawn_at: datetime | None,
    expires_at: datetime | None,
    at: datetime,
) -> bool:
    """Consent counts while it is neither withdrawn nor expired and its scopes cover the use."""
    return use in scopes and withdrawn_at is None and (expires_at is None or at < expires_at)
