"""Forms of cases: shapes of input, no rules."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, MultipleFileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from app.accounts.labels import SPECIALTIES
from app.cases.content import COLUMNS, CaseContent
from app.cases.labels import AGES, MODALITIES, SEXES, STAGES
from app.cases.rules import MOST_TAGS, TITLE_LENGTH
from app.media.models import Rectangle
from app.media.rules import MAX_RECTANGLES
from app.web.forms import Form, choose, strip

TEXT = (Length(max=6000),)
SIDES = ("x", "y", "width", "height")


def _text(name: str) -> TextAreaField:
    return TextAreaField(STAGES[name], filters=[strip], validators=TEXT)


class UploadForm(Form):
    """One or several pictures."""

    pictures = MultipleFileField(_l("Choose pictures"))

    def validate_pictures(self, field: MultipleFileField) -> None:
        """At least one file with a name; browsers send an empty one when none was chosen."""
        field.data = [upload for upload in field.data or () if getattr(upload, "filename", "")]
        if not field.data:
            raise ValidationError(_l("Choose at least one picture."))


class RedactionForm(Form):
    """The parts of a picture to cover, as JSON: a list of {x, y, width, height} in pixels."""

    rectangles = TextAreaField(_l("Parts to cover"))

    def validate_rectangles(self, field: TextAreaField) -> None:
        """Nothing but whole numbers, and not more than are taken."""
        try:
            self.boxes = [_box(entry) for entry in json.loads(field.data or "[]")]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ValidationError(_l("The covered parts could not be read. Draw them again.")) from error
        if len(self.boxes) > MAX_RECTANGLES:
            raise ValidationError(_l("These are too many covered parts. Join some of them."))


def _box(entry: Any) -> Rectangle:
    values = [entry[side] for side in SIDES]
    if not all(type(value) is int and abs(value) < 100_000 for value in values):
        raise ValueError("not whole numbers of pixels")
    x, y, width, height = values
    return {"x": x, "y": y, "width": width, "height": height}


class SeenForm(Form):
    """What somebody has looked at, by its hash."""

    content_hash = HiddenField(validators=[InputRequired()])


class CaseForm(Form):
    """Text and facts. Nothing is required: a draft can be put down at any moment."""

    title = StringField(_l("Title"), filters=[strip], validators=[Length(max=TITLE_LENGTH)])
    presentation = _text("presentation")
    history = _text("history")
    examination = _text("examination")
    investigations = _text("investigations")
    findings = _text("findings")
    question = _text("question")
    specialty = choose(_l("Specialty"), SPECIALTIES)
    modality = choose(_l("Kind of picture"), MODALITIES)
    age_band = choose(_l("Age"), AGES)
    sex = choose(_l("Sex"), SEXES)
    tags = StringField(_l("Tags"), filters=[strip], validators=[Length(max=400)])
    working_diagnosis = StringField(_l("Your diagnosis, as a note to yourself"), filters=[strip], validators=TEXT)

    @classmethod
    def of(cls, content: CaseContent) -> CaseForm:
        """The form as it is first shown; what was typed and sent wins over it."""
        facts: dict[str, Any] = {name: getattr(content, name) for name in COLUMNS}
        return cls(data={**facts, "tags": ", ".join(content.tags)})

    def content(self) -> CaseContent:
        """What was sent."""
        facts: dict[str, Any] = {name: getattr(self, name).data for name in COLUMNS}
        return CaseContent(**facts, tags=tuple((self.tags.data or "").split(",")))

    def validate_tags(self, field: StringField) -> None:
        """Not more than are kept: none may vanish without a word."""
        if len([tag for tag in (field.data or "").split(",") if tag.strip()]) > MOST_TAGS:
            raise ValidationError(_l("These are too many tags: choose the %(most)s best.", most=MOST_TAGS))


class PictureForm(Form):
    """What is said about one picture; part of the page with the case's form, whose token covers it."""

    class Meta:
        """The page has one token."""

        csrf = False

    caption = StringField(_l("Caption"), filters=[strip], validators=[Length(max=300)])
    alt_text = TextAreaField(_l("Description"), filters=[strip], validators=[Length(max=600)])
