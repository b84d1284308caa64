"""The form of a case's text: shapes of input, no rules."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from app.accounts.labels import SPECIALTIES
from app.cases.content import COLUMNS, CaseContent
from app.cases.labels import AGES, DELICATE, MODALITIES, SEXES, STAGES
from app.cases.rules import MOST_TAGS, TITLE_LENGTH, Delicate
from app.web.forms import Form, choose, coerce_to, strip

TEXT = (Length(max=6000),)


def _text(name: str) -> TextAreaField:
    return TextAreaField(STAGES[name], filters=[strip], validators=TEXT)


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
    delicate = SelectMultipleField(
        _l("The pictures show"),
        description=_l("Two moderators look at these before readers do. Nobody else is told."),
        choices=[SelectChoice(kind.value, label) for kind, label in DELICATE.items()],
        coerce=coerce_to(Delicate),
    )
    tags = StringField(_l("Tags"), filters=[strip], validators=[Length(max=400)])
    working_diagnosis = StringField(_l("Your diagnosis, as a note to yourself"), filters=[strip], validators=TEXT)

    @classmethod
    def of(cls, content: CaseContent, **more: object) -> Self:
        """The form as it is first shown; what was typed and sent wins over it."""
        facts: dict[str, Any] = {name: getattr(content, name) for name in COLUMNS}
        return cls(data={**facts, "tags": ", ".join(content.tags), "delicate": content.delicate, **more})

    def content(self) -> CaseContent:
        """What was sent."""
        facts: dict[str, Any] = {name: getattr(self, name).data for name in COLUMNS if name in self}
        tags = tuple((self.tags.data or "").split(","))
        return CaseContent(**facts, tags=tags, delicate=tuple(self.delicate.data or ()) if self.delicate else ())

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
