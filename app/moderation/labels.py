"""What kinds, decisions and reasons are called on a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.moderation.rules import Decision, Reason, ReviewKind

KINDS = {
    ReviewKind.CASE: _l("Case"),
    ReviewKind.FLAGGED_CASE: _l("Flagged case"),
    ReviewKind.FLAGGED_COMMENT: _l("Flagged comment"),
    ReviewKind.VERIFICATION: _l("Verification"),
}
DECISIONS = {
    Decision.APPROVE: _l("Approve"),
    Decision.REQUEST_CHANGES: _l("Ask for changes"),
    Decision.REJECT: _l("Reject"),
    Decision.RESTORE: _l("Show it again"),
    Decision.REMOVE: _l("Remove for good"),
}
DECIDED = {
    Decision.APPROVE: _l("Your case was approved."),
    Decision.REQUEST_CHANGES: _l("A moderator asks for changes."),
    Decision.REJECT: _l("Your case was not accepted."),
    Decision.RESTORE: _l("Your case was flagged, looked at, and is shown again."),
    Decision.REMOVE: _l("Your case was removed."),
}
REASONS = {
    Reason.FACE: _l("A face, or part of one"),
    Reason.MARKS: _l("A tattoo, scar or piece of jewellery"),
    Reason.BURNED_IN_TEXT: _l("Text in the picture"),
    Reason.IDENTIFIER_IN_TEXT: _l("A name, number, date or place in the text"),
    Reason.RARE_AND_SMALL_PLACE: _l("A rare disease together with a small place"),
    Reason.CONSENT: _l("No consent, or the wrong giver"),
    Reason.POOR_IMAGE: _l("The picture is too poor"),
    Reason.NO_TEACHING_VALUE: _l("No teaching value"),
    Reason.COPYRIGHT: _l("Somebody else's picture or text"),
    Reason.DEROGATORY: _l("Derogatory wording"),
    Reason.UNCERTAIN_DIAGNOSIS: _l("The diagnosis is uncertain"),
    Reason.DUPLICATE: _l("It's here already"),
    Reason.OTHER: _l("Something else"),
}
FIELDS = {
    "title": _l("Title"),
    "presentation": _l("Presentation"),
    "history": _l("History"),
    "examination": _l("Examination"),
    "investigations": _l("Investigations"),
    "findings": _l("Findings"),
    "question": _l("Question"),
    "specialty": _l("Specialty"),
    "modality": _l("Modality"),
    "age_band": _l("Age"),
    "sex": _l("Sex"),
    "tags": _l("Tags"),
    "pictures": _l("Pictures"),
}
LOOK_FOR = (
    _l("A face, an eye or an ear, in a reflection too"),
    _l("A tattoo, a scar, jewellery"),
    _l("A name band, a label, handwriting"),
    _l("A screen behind, a clock, a date"),
    _l("Names, places and exact dates in the text"),
)
"""What no machine looks for."""
ACTIONS = {
    "opened": _l("opened"),
    "claimed": _l("taken up"),
    "released": _l("given back"),
    "voided": _l("dropped: its subject has gone"),
    **{decision.value: label for decision, label in DECISIONS.items()},
}
