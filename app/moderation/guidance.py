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
    Reason.IMPERSONATION: mark(
        "If you are who you say, answer to this mail from your institution's address, or name a colleague who knows"
        " you."
    ),
    Reason.ABUSIVE: mark("Write about the case and the argument, never about the person. The guidelines say how."),
    Reason.BREAKS_CONFIDENTIALITY: mark(
        "Share nothing that could tell who a patient is, in comments neither. If you have, tell the moderators where."
    ),
    Reason.FALSE_ALARM: mark("Nothing is left to do: what was found is not what the detector took it for."),
    Reason.TELLS_NOTHING: mark("Nothing is left to do: what was found does not tell who the patient is."),
    Reason.WRONG_KEY: mark("Compare the key with the confirmed diagnosis, correct it, and have it accepted anew."),
    Reason.AMBIGUOUS: mark("Change the lead-in or the options until only one of them can be defended."),
    Reason.GIVES_IDENTITY: mark(
        "Take whatever could tell who the patient is out of the stem, the options and rationales."
    ),
    Reason.BROKEN: mark("Open the question as a learner would, and mend what is missing or cut off."),
}
