"""What an author can do about each reason, in plain words: on their page, and in the mail that tells them."""

from __future__ import annotations

from app.kernel.errors import mark
from app.moderation.rules import Reason

GUIDANCE: dict[Reason, str] = {
    Reason.FACE: mark(
        "Remove the picture and upload it again, cropped below the face or with the whole face covered. A bar over the"
        " eyes is not enough."
    ),
    Reason.MARKS: mark(
        "Remove the picture and upload it again with the tattoo, scar, birthmark or jewellery covered or cropped away."
    ),
    Reason.BURNED_IN_TEXT: mark(
        "Remove the picture and upload it again with every name, number and date covered, at the edges too."
    ),
    Reason.IDENTIFIER_IN_TEXT: mark(
        "Take names, numbers, dates and places out of title, text, captions and descriptions. Write 'day 3' for a date."
    ),
    Reason.RARE_AND_SMALL_PLACE: mark(
        "Leave out the place, the occupation or the event, so that a neighbour could not say who it is."
    ),
    Reason.CONSENT: mark(
        "Ask the person who decides for this patient, for exactly this text and these pictures. Until they have agreed,"
        " withdraw the case."
    ),
    Reason.POOR_IMAGE: mark(
        "Upload a sharper or closer picture in even light that shows the finding, or one that shows it better."
    ),
    Reason.NO_TEACHING_VALUE: mark(
        "Say what a colleague can learn from it: add the course, the question, or what made it difficult."
    ),
    Reason.COPYRIGHT: mark("Use your own picture and your own words, or show in writing that you may use these."),
    Reason.DEROGATORY: mark("Write it so that the patient could read it: what they said and had, without a judgement."),
    Reason.UNCERTAIN_DIAGNOSIS: mark(
        "Say what the diagnosis rests on and how certain it is, or ask your question openly, as an unsolved case."
    ),
    Reason.DUPLICATE: mark("Look for the case that is here already, and add what is new to its discussion."),
    Reason.OTHER: mark("The moderators' message says what it is."),
}
