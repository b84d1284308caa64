"""The queue's kinds, decisions, reasons and time-outs."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class ReviewKind(StrEnum):
    """What a review is about."""

    CASE = "case"
    CASE_CHANGE = "case_change"
    FLAGGED_CASE = "flagged_case"
    FLAGGED_COMMENT = "flagged_comment"
    VERIFICATION = "verification"
    BARRED_UPLOAD = "barred_upload"
    SECOND_LOOK = "second_look"
    FLAGGED_IMAGE = "flagged_image"
    FLAGGED_PERSON = "flagged_person"
    DETECTOR_FINDING = "detector_finding"
    ITEM_ALARM = "item_alarm"
    JOINING = "joining"


class ReviewStatus(StrEnum):
    """A review is open until it's decided or has lost its subject; it may be opened again."""

    OPEN = "open"
    DECIDED = "decided"
    VOID = "void"


class Decision(StrEnum):
    """What a moderator can say."""

    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"
    RESTORE = "restore"
    REMOVE = "remove"
    HIDE = "hide"
    DESTROY = "destroy"
    SUSPEND = "suspend"
    RETIRE = "retire"


class Reason(StrEnum):
    """Why a case is not published, as practised; then what is wrong with people, detectors' findings and items."""

    FACE = "face"
    MARKS = "marks"
    BURNED_IN_TEXT = "burned_in_text"
    IDENTIFIER_IN_TEXT = "identifier_in_text"
    RARE_AND_SMALL_PLACE = "rare_and_small_place"
    CONSENT = "consent"
    POOR_IMAGE = "poor_image"
    NO_TEACHING_VALUE = "no_teaching_value"
    COPYRIGHT = "copyright"
    DEROGATORY = "derogatory"
    UNCERTAIN_DIAGNOSIS = "uncertain_diagnosis"
    DUPLICATE = "duplicate"
    OTHER = "other"
    IMPERSONATION = "impersonation"
    ABUSIVE = "abusive"
    BREAKS_CONFIDENTIALITY = "breaks_confidentiality"
    FALSE_ALARM = "false_alarm"
    TELLS_NOTHING = "tells_nothing"
    WRONG_KEY = "wrong_key"
    AMBIGUOUS = "ambiguous"
    GIVES_IDENTITY = "gives_identity"
    BROKEN = "broken"


ALLOWED: dict[ReviewKind, tuple[Decision, ...]] = {
    ReviewKind.CASE: (Decision.APPROVE, Decision.REQUEST_CHANGES, Decision.REJECT),
    ReviewKind.CASE_CHANGE: (Decision.APPROVE, Decision.REQUEST_CHANGES, Decision.REJECT),
    ReviewKind.FLAGGED_CASE: (Decision.RESTORE, Decision.REQUEST_CHANGES, Decision.REMOVE),
    ReviewKind.FLAGGED_COMMENT: (Decision.RESTORE, Decision.REMOVE),
    ReviewKind.VERIFICATION: (Decision.APPROVE, Decision.REJECT),
    ReviewKind.BARRED_UPLOAD: (Decision.APPROVE, Decision.REJECT),
    ReviewKind.SECOND_LOOK: (Decision.APPROVE, Decision.REQUEST_CHANGES, Decision.REJECT, Decision.HIDE),
    ReviewKind.FLAGGED_IMAGE: (Decision.RESTORE, Decision.REQUEST_CHANGES, Decision.DESTROY, Decision.REMOVE),
    ReviewKind.FLAGGED_PERSON: (Decision.RESTORE, Decision.SUSPEND),
    ReviewKind.DETECTOR_FINDING: (Decision.RESTORE, Decision.REQUEST_CHANGES, Decision.REMOVE),
    ReviewKind.ITEM_ALARM: (Decision.RESTORE, Decision.REQUEST_CHANGES, Decision.RETIRE),
    ReviewKind.JOINING: (Decision.APPROVE, Decision.REJECT),
}
NEEDS_REASON = frozenset(
    {
        Decision.REQUEST_CHANGES,
        Decision.REJECT,
        Decision.REMOVE,
        Decision.DESTROY,
        Decision.SUSPEND,
        Decision.RETIRE,
        Decision.HIDE,
    }
)
NEEDS_NO_REASON = frozenset({ReviewKind.BARRED_UPLOAD})
"""Nobody waits for words about these."""
FIRST_APPROVED = "first_approved"
"""What the history calls the yes of the first of two moderators."""
CLAIM_LEASE = timedelta(minutes=30)
SAME_PRESS = timedelta(minutes=1)
"""Whoever takes up what they have taken up less than this ago has pressed twice."""
VERIFICATION_LASTS = timedelta(days=2 * 365)
FLAGS = frozenset(
    {
        ReviewKind.FLAGGED_CASE,
        ReviewKind.FLAGGED_COMMENT,
        ReviewKind.FLAGGED_IMAGE,
        ReviewKind.FLAGGED_PERSON,
        ReviewKind.DETECTOR_FINDING,
    }
)
"""What comes first in the queue: somebody, or something, says that it isn't as it should be."""
ABOUT_PICTURES = frozenset({ReviewKind.FLAGGED_IMAGE, ReviewKind.DETECTOR_FINDING})
"""Their subject is an image, and they hide the whole case that it's part of."""
HIDES_CASE = ABOUT_PICTURES | {ReviewKind.FLAGGED_CASE}
"""While one of these is open, its case isn't shown, whatever is decided in another."""
FLAGS_A_DAY = 20
"""So many things one person flags within 24 hours. A reader who finds more writes to the moderators."""
PERSON_FLAGS_A_DAY = 3
"""So many of them may be people: whoever is flagged by several may not write until it's decided."""
FLAGS_THAT_PAUSE = 2
"""So many different people must have flagged a person before a moderator decides."""
SHOWS_PICTURES = frozenset(
    {
        (ReviewKind.CASE, Decision.APPROVE),
        (ReviewKind.FLAGGED_CASE, Decision.RESTORE),
        (ReviewKind.SECOND_LOOK, Decision.APPROVE),
        (ReviewKind.FLAGGED_IMAGE, Decision.RESTORE),
        (ReviewKind.DETECTOR_FINDING, Decision.RESTORE),
        (ReviewKind.CASE_CHANGE, Decision.APPROVE),
    }
)
"""After these everybody sees the pictures, so the moderator says that they have looked at each."""
IDENTIFYING = frozenset(
    {Reason.FACE, Reason.MARKS, Reason.BURNED_IN_TEXT, Reason.IDENTIFIER_IN_TEXT, Reason.RARE_AND_SMALL_PLACE}
)
"""A change that is approved for one of these takes the former version out of the case's history."""
ABOUT_TEXT = (
    Reason.IDENTIFIER_IN_TEXT,
    Reason.RARE_AND_SMALL_PLACE,
    Reason.DEROGATORY,
    Reason.COPYRIGHT,
    Reason.OTHER,
)
ABOUT_PERSON = (Reason.IMPERSONATION, Reason.ABUSIVE, Reason.BREAKS_CONFIDENTIALITY)
ABOUT_FINDING = (Reason.FALSE_ALARM, Reason.TELLS_NOTHING)
ABOUT_ITEM = (Reason.WRONG_KEY, Reason.AMBIGUOUS, Reason.GIVES_IDENTITY, Reason.BROKEN)
ABOUT_CASE = tuple(reason for reason in Reason if reason not in ABOUT_PERSON + ABOUT_FINDING + ABOUT_ITEM)
ABOUT_IMAGE = (
    Reason.FACE,
    Reason.MARKS,
    Reason.BURNED_IN_TEXT,
    Reason.CONSENT,
    Reason.POOR_IMAGE,
    Reason.COPYRIGHT,
    Reason.OTHER,
)
REASONS_FOR: dict[ReviewKind, tuple[Reason, ...]] = {
    ReviewKind.CASE: ABOUT_CASE,
    ReviewKind.CASE_CHANGE: ABOUT_CASE,
    ReviewKind.FLAGGED_CASE: ABOUT_CASE,
    ReviewKind.FLAGGED_COMMENT: ABOUT_TEXT,
    ReviewKind.VERIFICATION: (),
    ReviewKind.BARRED_UPLOAD: (),
    ReviewKind.SECOND_LOOK: tuple(Reason),
    ReviewKind.FLAGGED_IMAGE: ABOUT_IMAGE,
    ReviewKind.FLAGGED_PERSON: (*ABOUT_PERSON, Reason.OTHER),
    ReviewKind.DETECTOR_FINDING: (Reason.FACE, Reason.BURNED_IN_TEXT, *ABOUT_FINDING, Reason.OTHER),
    ReviewKind.ITEM_ALARM: (*ABOUT_ITEM, Reason.OTHER),
    ReviewKind.JOINING: (),
}
"""What can be wrong with each kind of thing; about a request to be verified only words will do."""
