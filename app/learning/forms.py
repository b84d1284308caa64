"""The form of an answer: shapes of input, no rules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import UUID, InputRequired, Optional

from app.quizzes.labels import SURENESSES
from app.quizzes.question import Question
from app.quizzes.rules import Sureness
from app.web.forms import Form


def _sureness(value: object) -> Sureness | None:
    return None if value in (None, "") else Sureness(int(str(value)))


class AnswerForm(Form):
    """One chosen option, how sure, and which sitting: the same sitting sent twice is one answer."""

    option = RadioField(_l("Answer"), coerce=int, validators=[InputRequired(_l("Choose one of the options."))])
    certainty = RadioField(
        _l("How sure are you?"),
        choices=[SelectChoice(str(level.value), label) for level, label in SURENESSES.items()],
        coerce=_sureness,
        validators=[Optional()],
        validate_choice=False,
    )
    sitting = HiddenField(validators=[UUID(_l("Load the question again and answer it once more."))])

    def __init__(self, question: Question, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.option.choices = [SelectChoice(choice.position, choice.text) for choice in question.choices]
