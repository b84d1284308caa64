"""The form of an item: shapes of input, no rules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, IntegerField, StringField, SubmitField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.quizzes.rules import MOST_OPTIONS, MOST_STORED_OPTIONS, ItemText, OptionText
from app.web.forms import REQUIRED, Form, strip


class OptionForm(PlainForm):
    """One option; without a text it is taken out."""

    text = StringField(_l("Answer"), filters=[strip], validators=[Length(max=200)])
    rationale = TextAreaField(_l("Why it is right or wrong"), filters=[strip], validators=[Length(max=2000)])
    is_offered = BooleanField(_l("Offer it to learners"), default=True)


class ItemForm(Form):
    """An item with its options, and the version that its editor has read."""

    stem = TextAreaField(_l("Story"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=6000)])
    lead_in = StringField(_l("Question"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=300)])
    options = FieldList(FormField(OptionForm), _l("Answers"), max_entries=MOST_STORED_OPTIONS)
    key = IntegerField(_l("Right answer"), validators=[Optional(), NumberRange(0, MOST_STORED_OPTIONS - 1)])
    teaching_point = TextAreaField(_l("Teaching point"), filters=[strip], validators=[Length(max=4000)])
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(REQUIRED)])
    accept = SubmitField()

    def as_text(self) -> ItemText:
        """What was typed."""
        options = tuple(
            OptionText(row.form.text.data, number == self.key.data, row.form.rationale.data, row.form.is_offered.data)
            for number, row in enumerate(self.options)
        )
        return ItemText(self.stem.data, self.lead_in.data, self.teaching_point.data, options)


def showing(text: ItemText, version: int) -> ItemForm:
    """The form filled with an item, and with room for one more option at least."""
    rows: list[dict[str, object]] = [
        {"text": option.text, "rationale": option.rationale, "is_offered": option.is_offered} for option in text.options
    ]
    room = min(MOST_STORED_OPTIONS, max(MOST_OPTIONS, len(rows) + 1))
    rows += [{} for _missing in range(room - len(rows))]
    key = next((number for number, option in enumerate(text.options) if option.is_key), None)
    return ItemForm(
        data={
            "stem": text.stem,
            "lead_in": text.lead_in,
            "teaching_point": text.teaching_point,
            "options": rows,
            "key": key,
            "version": version,
        }
    )
