"""Forms of threads: shapes of input, no rules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Form as Part
from wtforms import FormField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.threads.labels import BASES, CERTAINTIES, SURENESS
from app.threads.values import Guess
from app.web.forms import REQUIRED, Form, choose, strip

LONGEST = 8000


class GuessPart(Part):
    """One rank of a differential."""

    diagnosis = StringField(_l("Diagnosis"), filters=[strip], validators=[Length(max=160)])
    reason = StringField(_l("Why"), filters=[strip], validators=[Length(max=600)])

    def validate_reason(self, field: StringField) -> None:
        """A reason without its diagnosis would be lost without a word."""
        if field.data and not self.diagnosis.data:
            raise ValidationError(_l("Name the diagnosis that this speaks for."))


class OpinionForm(Form):
    """Up to three ranked diagnoses, and how sure one is of the first."""

    first = FormField(GuessPart, _l("Most likely"))
    second = FormField(GuessPart, _l("Second"))
    third = FormField(GuessPart, _l("Third"))
    certainty = RadioField(
        _l("How sure are you of the first?"),
        choices=[SelectChoice(str(value), label) for value, label in SURENESS.items()],
        validators=[Optional()],
    )

    @property
    def ranks(self) -> tuple[FormField, ...]:
        """The three parts, in their order."""
        return (self.first, self.second, self.third)

    @property
    def guesses(self) -> list[Guess]:
        """What was named, in order, with empty ranks left out."""
        parts = [part.data for part in self.ranks]
        return [Guess(part["diagnosis"], part["reason"] or "") for part in parts if part["diagnosis"]]


class CommentForm(Form):
    """Something to say, perhaps to somebody."""

    body = TextAreaField(
        _l("Your comment"),
        filters=[strip],
        validators=[DataRequired(_l("Write something first.")), Length(max=LONGEST)],
    )
    reply_to = HiddenField()


class ResolutionForm(Form):
    """What the case was, how it's known, and how surely."""

    diagnosis = StringField(_l("Diagnosis"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=160)])
    basis = choose(_l("What does it rest on?"), BASES, DataRequired(REQUIRED))
    certainty = choose(_l("How certain is it?"), CERTAINTIES, DataRequired(REQUIRED))
    explanation = TextAreaField(
        _l("How it was found, and what speaks against the others"),
        filters=[strip],
        validators=[DataRequired(REQUIRED), Length(max=LONGEST)],
    )
    teaching_points = TextAreaField(_l("Teaching points"), filters=[strip], validators=[Length(max=LONGEST)])

    @property
    def points(self) -> tuple[str, ...]:
        """One teaching point a line, without list marks."""
        lines = (self.teaching_points.data or "").splitlines()
        return tuple(point for line in lines if (point := line.strip().lstrip("-*• ").strip()))


class DissentForm(Form):
    """Why a colleague disagrees."""

    dissent = TextAreaField(
        _l("Why do you disagree?"),
        filters=[strip],
        validators=[DataRequired(_l("Say why you disagree.")), Length(max=2000)],
    )
