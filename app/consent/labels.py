"""What givers, scopes and ways of consent are called on a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.consent.jurisdictions import Jurisdiction
from app.consent.rules import Assent, Authority, ExportKind, Giver, Method, OpeningReason, Scope

GIVERS = {
    Giver.PATIENT: _l("The patient"),
    Giver.PARENT: _l("A parent or guardian"),
    Giver.SUBSTITUTE: _l("A substitute decision maker"),
    Giver.ESTATE: _l("Who represents the estate"),
}
GIVER_HINTS = {
    Giver.PARENT.value: _l("The patient is a child who can't decide this yet."),
    Giver.SUBSTITUTE.value: _l("The patient can't decide at present, and this person may by law."),
    Giver.ESTATE.value: _l("The patient has died."),
}


def giver_hints(place: Jurisdiction) -> dict[str, LazyString]:
    """What makes each giver the right one under these rules."""
    alone = _l("A person who understands what it is about decides, whatever their age.")
    if place.decides_from is not None:
        alone = _l("From %(age)s years on, if they understand what it is about.", age=place.decides_from)
    return {Giver.PATIENT.value: alone, **GIVER_HINTS}


ASSENTS = {
    Assent.NOT_APPLICABLE: _l("No child decides or is asked"),
    Assent.GIVEN: _l("The child agreed, in its own words"),
    Assent.TOO_YOUNG: _l("The child is too young to be asked"),
}
SCOPES = {
    Scope.LIBRARY: _l("Library"),
    Scope.QUIZ: _l("Quizzes"),
    Scope.HANDOUT: _l("Handouts"),
    Scope.EXPORT: _l("Export and reuse"),
}
SCOPE_HINTS = {
    Scope.LIBRARY.value: _l("Members of this library read and discuss the case. Nothing can be shared without it."),
    Scope.QUIZ.value: _l("Learners are asked questions about it."),
    Scope.HANDOUT.value: _l("Teachers use it in their courses."),
    Scope.EXPORT.value: _l("It may leave this library, for example in a textbook. A copy can't be called back."),
}
TAKEN_BACK_HINTS = {
    Scope.LIBRARY.value: _l(
        "Nobody finds or opens the case any more. Questions about it may go on, if you leave them."
    ),
    Scope.QUIZ.value: _l("Nobody is asked a question about it any more."),
    Scope.HANDOUT.value: _l("No teacher can print it any more. Those who have are told to throw it away."),
    Scope.EXPORT.value: _l("Nobody can take a copy any more. Those who have are told to delete it."),
}
"""What ends with each use, for patients and for those who do it for them."""
EXPORT_KINDS = {
    ExportKind.HANDOUT: _l("Handout"),
    ExportKind.BUNDLE: _l("Export"),
}
METHODS = {
    Method.PAPER_AT_INSTITUTION: _l("Signed form, kept at the institution"),
    Method.RECORDED_IN_CHART: _l("Recorded in the chart"),
    Method.SYNTHETIC: _l("Invented case without a patient"),
    Method.SIGNED_HERE: _l("Signed on the screen of whoever treats the patient"),
    Method.SIGNED_BY_LINK: _l("Signed on the giver's own phone"),
}
AUTHORITIES = {
    Authority.PARENTAL: _l("Parental responsibility"),
    Authority.ATTORNEY: _l("A power of attorney for personal or health matters"),
    Authority.COURT: _l("A court's order, or a guardian's appointment"),
    Authority.NEXT_OF_KIN: _l("Closest relative, where the law lets them decide"),
    Authority.EXECUTOR: _l("Executor or administrator of the estate"),
}
SIGNERS = {
    Giver.PATIENT: _l("I am the patient"),
    Giver.PARENT: _l("I am the patient's parent or guardian"),
    Giver.SUBSTITUTE: _l("I decide for somebody who can't decide at present"),
    Giver.ESTATE: _l("I decide for somebody who has died"),
}
"""The givers, in their own words."""
CHILD = {
    Assent.NOT_APPLICABLE: _l("This isn't about a child"),
    Assent.GIVEN: _l("The child was asked and agrees"),
    Assent.TOO_YOUNG: _l("The child is too young to be asked"),
}
OWN_SCOPE_HINTS = {
    Scope.LIBRARY.value: _l(
        "People in healthcare, and students, may see the case and discuss it. Needed for the rest."
    ),
    Scope.QUIZ.value: _l("Learners may be asked questions about it."),
    Scope.HANDOUT.value: _l("Teachers may print it or show it in a lesson."),
    Scope.EXPORT.value: _l("It may leave Casebook for teaching elsewhere. A copy can't be called back."),
}
OPENING_REASONS = {
    OpeningReason.DISPUTED: _l("Somebody says that the consent isn't genuine"),
    OpeningReason.GIVER_ASKS: _l("The giver asks, and must be told apart from others"),
    OpeningReason.AUTHORITY_ASKS: _l("A court or an authority may ask by law"),
    OpeningReason.SAFETY: _l("A patient's safety depends on it"),
}
RECEIPT_GIVES = _l(
    "With this code you can take your consent back at any time, without an account and without giving a reason."
    " The case is then gone at once, and erased within minutes."
)
