"""What kinds, decisions and reasons are called on a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.moderation.rules import FIRST_APPROVED, Decision, Reason, ReviewKind

KINDS = {
    ReviewKind.CASE: _l("Case"),
    ReviewKind.CASE_CHANGE: _l("Change of a case"),
    ReviewKind.FLAGGED_CASE: _l("Flagged case"),
    ReviewKind.FLAGGED_COMMENT: _l("Flagged comment"),
    ReviewKind.VERIFICATION: _l("Verification"),
    ReviewKind.BARRED_UPLOAD: _l("Refused upload"),
    ReviewKind.SECOND_LOOK: _l("Second look"),
    ReviewKind.FLAGGED_IMAGE: _l("Flagged picture"),
    ReviewKind.FLAGGED_PERSON: _l("Flagged person"),
    ReviewKind.DETECTOR_FINDING: _l("Found by a detector"),
    ReviewKind.ITEM_ALARM: _l("Flagged quiz item"),
    ReviewKind.JOINING: _l("New account"),
}
DECISIONS = {
    Decision.APPROVE: _l("Approve"),
    Decision.REQUEST_CHANGES: _l("Ask for changes"),
    Decision.REJECT: _l("Reject"),
    Decision.RESTORE: _l("Show it again"),
    Decision.REMOVE: _l("Remove for good"),
    Decision.HIDE: _l("Hide it at once"),
    Decision.DESTROY: _l("Destroy this picture"),
    Decision.SUSPEND: _l("Suspend"),
    Decision.RETIRE: _l("Retire it for good"),
}
SAID_OTHERWISE = {
    (ReviewKind.FLAGGED_PERSON, Decision.RESTORE): _l("Nothing is wrong"),
    (ReviewKind.DETECTOR_FINDING, Decision.RESTORE): _l("It may stay: show it again"),
    (ReviewKind.ITEM_ALARM, Decision.RESTORE): _l("Nothing is wrong: ask it again"),
}
"""Decisions that the plain label doesn't fit."""
HINTS = {
    (ReviewKind.CASE, Decision.APPROVE): _l("It is in the library at once."),
    (ReviewKind.CASE, Decision.REQUEST_CHANGES): _l("The author changes it and submits it again."),
    (ReviewKind.CASE, Decision.REJECT): _l("It can't be submitted again."),
    (ReviewKind.CASE_CHANGE, Decision.APPROVE): _l(
        "Readers see it at once, in place of the former version. With a reason that names an identifier,"
        " the former version is in no history."
    ),
    (ReviewKind.CASE_CHANGE, Decision.REQUEST_CHANGES): _l("The author goes on. Readers see what they saw."),
    (ReviewKind.CASE_CHANGE, Decision.REJECT): _l("The case stays, or comes back, as it was."),
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
    (ReviewKind.FLAGGED_IMAGE, Decision.RESTORE): _l("Nothing is wrong with it. The whole case is shown again."),
    (ReviewKind.FLAGGED_IMAGE, Decision.REQUEST_CHANGES): _l("The author covers more and submits the case again."),
    (ReviewKind.FLAGGED_IMAGE, Decision.DESTROY): _l(
        "Somebody can be recognised. Its files are destroyed, it can't be uploaded again, and the case goes back to its"
        " author without it."
    ),
    (ReviewKind.FLAGGED_IMAGE, Decision.REMOVE): _l("The whole case is erased. There is no way back."),
    (ReviewKind.FLAGGED_PERSON, Decision.RESTORE): _l("Nothing is wrong. If they could not write, they can again."),
    (ReviewKind.FLAGGED_PERSON, Decision.SUSPEND): _l(
        "They are signed out everywhere and can't sign in. What they shared stays. If they are somebody else than they"
        " said, their verification ends, too."
    ),
    (ReviewKind.DETECTOR_FINDING, Decision.RESTORE): _l(
        "Choose below why it may stay. It isn't asked about again, and the case is shown again."
    ),
    (ReviewKind.DETECTOR_FINDING, Decision.REQUEST_CHANGES): _l("The author covers it and submits the case again."),
    (ReviewKind.DETECTOR_FINDING, Decision.REMOVE): _l("The whole case is erased. There is no way back."),
    (ReviewKind.ITEM_ALARM, Decision.RESTORE): _l("Nothing is wrong with it. Learners are asked it again."),
    (ReviewKind.ITEM_ALARM, Decision.REQUEST_CHANGES): _l("It is a draft again until an editor has accepted it anew."),
    (ReviewKind.ITEM_ALARM, Decision.RETIRE): _l("Its text is erased. Learners keep their scores."),
    (ReviewKind.JOINING, Decision.APPROVE): _l("The person reads the library, and can ask to be verified."),
    (ReviewKind.JOINING, Decision.REJECT): _l("The person reads your message, and nothing else."),
}
"""What follows from each decision."""
DECIDED_CHANGES = {
    Decision.APPROVE: _l("Your change was approved: readers see it."),
    Decision.REQUEST_CHANGES: _l("A moderator asks for more in your change. Readers see the case as it was."),
    Decision.REJECT: _l("Your change was not accepted. Readers see the case as it was."),
}
FIRST_OF_TWO = _l("It waits for a second moderator.")
DECIDED = {
    Decision.APPROVE: _l("Your case was approved."),
    Decision.REQUEST_CHANGES: _l("A moderator asks for changes."),
    Decision.REJECT: _l("Your case was not accepted."),
    Decision.RESTORE: _l("Your case was flagged, looked at, and is shown again."),
    Decision.REMOVE: _l("Your case was removed."),
    Decision.DESTROY: _l("A moderator has destroyed a picture of your case."),
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
    Reason.IMPERSONATION: _l("Isn't who they say they are"),
    Reason.ABUSIVE: _l("Insults or harasses others"),
    Reason.BREAKS_CONFIDENTIALITY: _l("Tells who a patient is"),
    Reason.FALSE_ALARM: _l("The detector is wrong: it isn't that"),
    Reason.TELLS_NOTHING: _l("It is there, and tells nobody who the patient is"),
    Reason.WRONG_KEY: _l("The answer that counts as right is wrong"),
    Reason.AMBIGUOUS: _l("More than one answer is right, or none"),
    Reason.GIVES_IDENTITY: _l("It could tell who the patient is"),
    Reason.BROKEN: _l("A picture or a text is missing or broken"),
}
NOTES = {
    ReviewKind.CASE: _l("Message to the author"),
    ReviewKind.CASE_CHANGE: _l("Message to the author"),
    ReviewKind.FLAGGED_CASE: _l("Message to the author"),
    ReviewKind.FLAGGED_COMMENT: _l("Note for moderators"),
    ReviewKind.VERIFICATION: _l("Message to the person"),
    ReviewKind.BARRED_UPLOAD: _l("Note for moderators"),
    ReviewKind.SECOND_LOOK: _l("Note for moderators"),
    ReviewKind.FLAGGED_IMAGE: _l("Message to the author"),
    ReviewKind.FLAGGED_PERSON: _l("Note for moderators"),
    ReviewKind.DETECTOR_FINDING: _l("Message to the author"),
    ReviewKind.ITEM_ALARM: _l("Message to its editors"),
    ReviewKind.JOINING: _l("Message to the person"),
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
OUTCOMES = {
    Decision.RESTORE: _l("Moderators have looked and found nothing wrong."),
    Decision.REQUEST_CHANGES: _l("Moderators have asked for changes."),
    Decision.REMOVE: _l("Moderators have removed it."),
    Decision.DESTROY: _l("Moderators have destroyed the picture."),
    Decision.SUSPEND: _l("Moderators have suspended the person."),
    Decision.RETIRE: _l("Moderators have taken the question out."),
}
"""What whoever flagged something is told; nobody is named."""
ACTIONS = {
    "opened": _l("opened"),
    "claimed": _l("taken up"),
    "released": _l("given back"),
    "voided": _l("dropped: its subject has gone"),
    FIRST_APPROVED: _l("approved by the first of two moderators"),
    **{decision.value: label for decision, label in DECISIONS.items()},
}
