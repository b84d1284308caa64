"""Forms of moderation: shapes of input, no rules."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.cases.labels import DELICATE
from app.cases.rules import Delicate
from app.moderation.labels import DECISIONS, NOTES, REASONS, SAID_OTHERWISE
from app.moderation.rules import ALLOWED, REASONS_FOR, SHOWS_PICTURES, Decision, Reason, ReviewKind
from app.web.forms import Form, choose, coerce_to, strip


class VerdictForm(Form):
    """A decision, its reasons, and what the moderator was looking at."""

    decision = RadioField(
        _l("Your decision"), coerce=coerce_to(Decision), validators=[DataRequired(_l("Choose a decision."))]
    )
    looked = BooleanField(_l("I have looked at every picture in full size, and read every word"))
    looked_unscanned = BooleanField(
        _l("No detector has looked for text and faces here: I have looked for both, in full size, to the edges")
    )
    delicate = SelectMultipleField(
        _l("Do you see something that the author hasn't named?"),
        description=_l("Then a second moderator looks at it, too."),
        coerce=coerce_to(Delicate),
    )
    reasons = SelectMultipleField(_l("Reasons"), coerce=coerce_to(Reason))
    note = TextAreaField(NOTES[ReviewKind.CASE], filters=[strip], validators=[Length(max=4000)])
    expires_on = DateField(_l("Verified until"), validators=[Optional()])
    content_hash = HiddenField()
    version = IntegerField(widget=HiddenInput(), validators=[DataRequired()])

    def offer(self, kind: ReviewKind, *, unscanned: bool, known: Collection[Delicate] = tuple(Delicate)) -> None:
        """Offer exactly what can be said about this kind of thing.

        `unscanned` pictures need a word of their own; what is `known` to be delicate can't be added.
        """
        self.kind, self.unscanned = kind, unscanned
        self.note.label.text = NOTES[kind]
        labels = {decision: SAID_OTHERWISE.get((kind, decision), DECISIONS[decision]) for decision in ALLOWED[kind]}
        self.decision.choices = [SelectChoice(decision.value, label) for decision, label in labels.items()]
        self.reasons.choices = [SelectChoice(reason.value, REASONS[reason]) for reason in REASONS_FOR[kind]]
        self.delicate.choices = [SelectChoice(each.value, DELICATE[each]) for each in Delicate if each not in known]

    def leave_out(self, *decisions: Decision) -> None:
        """Don't offer what this moderator has said already."""
        self.decision.choices = [each for each in self.decision.choices if each.value not in decisions]

    def show_again(self, *, version: int, content_hash: str) -> None:
        """Keep what was typed, but mean what is shown now."""
        self.version.raw_data = [str(version)]
        self.content_hash.data = content_hash

    def validate_looked(self, field: BooleanField) -> None:
        """Whatever everybody will see has been looked at by somebody who says so."""
        if (self.kind, self.decision.data) in SHOWS_PICTURES and not field.data:
            raise ValidationError(_l("Look at each picture in full size, for everything on the list, and say so here."))

    def validate_looked_unscanned(self, field: BooleanField) -> None:
        """Where no machine has looked, a person says that they have."""
        if self.unscanned and (self.kind, self.decision.data) in SHOWS_PICTURES and not field.data:
            raise ValidationError(_l("Look for text and faces in each picture, and say so here."))


class DocumentForm(Form):
    """A photo of a licence or a student card."""

    document = FileField(_l("Photo or scan"))

    def validate_document(self, field: FileField) -> None:
        """A form without a file sends an empty part, which counts as none."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_l("Choose a picture."))


class FlagForm(Form):
    """A reader's objection."""

    reason = choose(_l("What is wrong?"), REASONS, DataRequired(_l("Choose a reason.")))
    note = TextAreaField(_l("Where, and what?"), filters=[strip], validators=[Length(max=1000)])

    def validate_note(self, field: TextAreaField) -> None:
        """A reason that has no name needs words."""
        if self.reason.data is Reason.OTHER and not field.data:
            raise ValidationError(_l("Say in a few words what is wrong."))

    def offer(self, kind: ReviewKind) -> None:
        """Offer exactly what can be wrong with this kind of thing."""
        offered = [SelectChoice(reason.value, REASONS[reason]) for reason in REASONS_FOR[kind]]
        self.reason.choices = [SelectChoice("", _l("Choose")), *offered]
