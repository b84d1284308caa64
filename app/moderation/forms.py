"""Forms of moderation: shapes of input, no rules."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.moderation.labels import DECISIONS, REASONS
from app.moderation.rules import Decision, Reason
from app.web.forms import Form, choose, coerce_to, strip


class ReasonsField(SelectMultipleField):
    """Several reasons, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class VerdictForm(Form):
    """A decision, its reasons, and what the moderator was looking at."""

    decision = RadioField(
        _l("Your decision"), coerce=coerce_to(Decision), validators=[DataRequired(_l("Choose a decision."))]
    )
    reasons = ReasonsField(
        _l("Reasons"),
        choices=[SelectChoice(reason.value, label) for reason, label in REASONS.items()],
        coerce=coerce_to(Reason),
    )
    note = TextAreaField(_l("Message to the author"), filters=[strip], validators=[Length(max=4000)])
    expires_on = DateField(_l("Verified until"), validators=[Optional()])
    content_hash = HiddenField()
    version = IntegerField(widget=HiddenInput(), validators=[DataRequired()])

    def offer(self, decisions: Sequence[Decision]) -> None:
        """Offer exactly these decisions."""
        self.decision.choices = [SelectChoice(decision.value, DECISIONS[decision]) for decision in decisions]


class FlagForm(Form):
    """A reader's objection."""

    reason = choose(_l("What is wrong?"), REASONS, DataRequired(_l("Choose a reason.")))
    note = TextAreaField(_l("Where, and what?"), filters=[strip], validators=[Length(max=1000)])
