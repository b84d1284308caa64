"""The queue's kinds, decisions, reasons and time-outs."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class ReviewKind(StrEnum):
    """What a review is about."""

    CASE = "case"
    FLAGGED_CASE = "flagged_case"
    FLAGGED_COMMENT = "flagged_comment"
    VERIFICATION = "verification"
    BARRED_UPLOAD = "barred_upload"
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


class Reason(StrEnum):
    """Why a case is not published, as practised; the same list serves flags."""

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


ALLOWED: dict[ReviewKind, tuple[Decision, ...]] = {
    ReviewKind.CASE: (Decision.APPROVE, Decision.REQUEST_CHANGES, Decision.REJECT),
    ReviewKind.FLAGGED_CASE: (Decision.RESTORE, Decision.REQUEST_CHANGES, Decision.REMOVE),
    ReviewKind.FLAGGED_COMMENT: (Decision.RESTORE, Decision.REMOVE),
    ReviewKind.VERIFICATION: (Decision.APPROVE, Decision.REJECT),
    ReviewKind.BARRED_UPLOAD: (Decision.APPROVE, Decision.REJECT),
    ReviewKind.JOINING: (Decision.APPROVE, Decision.REJECT),
}
NEEDS_REASON = frozenset({Decision.REQUEST_CHANGES, Decision.REJECT, Decision.REMOVE})
NEEDS_NO_REASON = frozenset({ReviewKind.BARRED_UPLOAD})
"""Nobody waits for words about these."""
CLAIM_LEASE = timedelta(minutes=30)
VERIFICATION_LASTS = timedelta(days=2 * 365)
FLAGS = frozenset({ReviewKind.FLAGGED_CASE, ReviewKind.FLAGGED_COMMENT})
SHOWS_PICTURES = frozenset({(ReviewKind.CASE, Decision.APPROVE), (ReviewKind.FLAGGED_CASE, Decision.RESTORE)})
"""After these everybody sees the pictures, so the moderator says that they have looked at each."""
ABOUT_TEXT = (
    Reason.IDENTIFIER_IN_TEXT,
    Reason.RARE_AND_SMALL_PLACE,
    Reason.DEROGATORY,
    Reason.COPYRIGHT,
    Reason.OTHER,
)
REASONS_FOR: dict[ReviewKind, tuple[Reason, ...]] = {
    ReviewKind.CASE: tuple(Reason),
    ReviewKind.FLAGGED_CASE: tuple(Reason),
    ReviewKind.FLAGGED_COMMENT: ABOUT_TEXT,
    ReviewKind.VERIFICATION: (),
    ReviewKind.BARRED_UPLOAD: (),
    ReviewKind.JOINING: (),
}
"""What can be wrong with each kind of thing; about a person only words will do."""
