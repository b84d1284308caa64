"""What kinds, decisions and reasons are called on a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.cases.labels import STAGES
from app.moderation.rules import FIRST_APPROVED, Decision, Reason, ReviewKind

KINDS = {
    ReviewKind.CASE: _l("Case"),
    ReviewKind.FLAGGED_CASE: _l("Flagged case"),
    ReviewKind.FLAGGED_COMMENT: _l("Flagged comment"),
    ReviewKind.VERIFICATION: _l("Verification"),
    ReviewKind.BARRED_UPLOAD: _l("Refused upload"),
    ReviewKind.SECOND_LOOK: _l("Second look"),
}
DECISIONS = {
    Decision.APPROVE: _l("Approve"),
    Decision.REQUEST_CHANGES: _l("Ask for changes"),
    Decision.REJECT: _l("Reject"),
    Decision.RESTORE: _l("Show it again"),
    Decision.REMOVE: _l("Remove for good"),
    Decision.HIDE: _l("Hide it at once"),
}
HINTS = {
    (ReviewKind.CASE, Decision.APPROVE): _l("It is in the library at once."),
    (ReviewKind.CASE, Decision.REQUEST_CHANGES): _l("The author changes it and submits it again."),
    (ReviewKind.CASE, Decision.REJECT): _l("It can't be submitted again."),
    (ReviewKind.FLAGGED_CASE, Decision.RESTORE): _l("Nothing is wrong with it."),
    (ReviewKind.FLAGGED_CASE, Decision.REQUEST_CHANGES): _l("It stays hidden until it has been reviewed anew."),
    (ReviewKind.FLAGGED_CASE, Decision.REMOVE): _l("Text and pictures are erased. There is no way back."),
    (ReviewKind.FLAGGED_COMMENT, Decision.RESTORE): _l("Nothing is wrong with it."),
    (ReviewKind.FLAGGED_COMMENT, Decision.REMOVE): _l("Its text is erased. There is no way back."),
    (ReviewKind.VERIFICATION, Decision.APPROVE): _l("The person takes part until the day below."),
    (ReviewKind.VERIFICATION, Decision.REJECT): _l("The person reads your message and can ask again."),
    (ReviewKind.BARRED_UPLOAD, Decision.APPROVE): _l("It is another picture: it can be uploaded now."),
    (ReviewKind.BARRED_UPLOAD, Decision.REJECT): _l("It stays out."),
    (ReviewKind.SECOND_LOOK, Decision.APPROVE): _l("You would publish it. Nothing changes for the case."),
    (ReviewKind.SECOND_LOOK, Decision.REQUEST_CHANGES): _l("You would send it back. Nothing changes for the case."),
    (ReviewKind.SECOND_LOOK, Decision.REJECT): _l("You would not publish it. Nothing changes for the case."),
    (ReviewKind.SECOND_LOOK, Decision.HIDE): _l(
        "It harms somebody: readers don't see it until moderators have decided."
    ),
}
"""What follows from each decision."""
FIRST_OF_TWO = _l("It waits for a second moderator.")
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
NOTES = {
    ReviewKind.CASE: _l("Message to the author"),
    ReviewKind.FLAGGED_CASE: _l("Message to the author"),
    ReviewKind.FLAGGED_COMMENT: _l("Note for moderators"),
    ReviewKind.VERIFICATION: _l("Message to the person"),
    ReviewKind.BARRED_UPLOAD: _l("Note for moderators"),
    ReviewKind.SECOND_LOOK: _l("Note for moderators"),
}
FIELDS = {
    "title": _l("Title"),
    **STAGES,
    "specialty": _l("Specialty"),
    "modality": _l("Modality"),
    "age_band": _l("Age"),
    "sex": _l("Sex"),
    "tags": _l("Tags"),
    "pictures": _l("Pictures"),
}
LOOK_FOR = (
    _l("A face or part of one, also in the background"),
    _l("A tattoo, an unusual scar, a birthmark"),
    _l("Jewellery, a watch, nails, clothes that friends would know"),
    _l("A name band, a label, a badge, a door sign"),
    _l("What mirrors in glasses, screens and metal"),
    _l("Handwriting, bar and QR codes"),
    _l("Dates and times, in the picture and in the text"),
    _l("A black bar over the eyes: it never counts"),
)
"""What no machine looks for."""
ACTIONS = {
    "opened": _l("opened"),
    "claimed": _l("taken up"),
    "released": _l("given back"),
    "voided": _l("dropped: its subject has gone"),
    FIRST_APPROVED: _l("approved by the first of two moderators"),
    **{decision.value: label for decision, label in DECISIONS.items()},
}
