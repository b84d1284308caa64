"""Forms of a change of a published case: shapes of input, no rules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from app.cases.change_labels import CHANGE_CONSENTS, CHANGE_REASONS
from app.cases.forms.writing import CaseForm, PictureForm
from app.cases.rules import CHANGE_NOTE_LENGTH, ChangeConsent, ChangeReason
from app.cases.services import Statement
from app.web.forms import REQUIRED, Form, coerce_to, strip


class ChangeForm(CaseForm):
    """Text and facts as they're to be. `version` is of the change that was looked at, 0 where there was none."""

    working_diagnosis = None
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class PlannedPictureForm(PictureForm):
    """What is said about one picture, where it stands, and whether it stays."""

    place = IntegerField(_l("Place"), validators=[InputRequired(REQUIRED), NumberRange(1, 99)])
    left_out = BooleanField(_l("Leave this picture out"))


class SubmitChangeForm(Form):
    """What the author says of the change that they have looked at."""

    reason = RadioField(
        _l("Why do you change it?"),
        choices=[SelectChoice(reason.value, label) for reason, label in CHANGE_REASONS.items()],
        coerce=coerce_to(ChangeReason),
        validators=[InputRequired(REQUIRED)],
    )
    consent = RadioField(
        _l("Does the patient's consent cover it?"),
        choices=[SelectChoice(consent.value, label) for consent, label in CHANGE_CONSENTS.items()],
        coerce=coerce_to(ChangeConsent),
        validators=[InputRequired(REQUIRED)],
    )
    note = TextAreaField(_l("A word to the moderators"), filters=[strip], validators=[Length(max=CHANGE_NOTE_LENGTH)])
    looked = BooleanField(
        _l("I have looked at all of it, and nobody can be recognised"), validators=[DataRequired(REQUIRED)]
    )
    content_hash = HiddenField(validators=[InputRequired()])

    def statement(self) -> Statement:
        """What was said."""
        return Statement(self.reason.data, self.consent.data, self.note.data or "")
