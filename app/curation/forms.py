"""Forms of collections."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.curation.labels import VISIBILITIES
from app.curation.models import Collection
from app.curation.rules import DESCRIPTION_LENGTH, NOTE_LENGTH, TITLE_LENGTH, Direction
from app.web.forms import REQUIRED, Form, choose, coerce_to, strip


class CollectionForm(Form):
    """What its maker says about a collection."""

    title = StringField(_l("Title"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=TITLE_LENGTH)])
    description = TextAreaField(
        _l("What it is for"), filters=[strip], validators=[Length(max=DESCRIPTION_LENGTH)], default=""
    )
    visibility = choose(_l("Who sees it"), VISIBILITIES, DataRequired(REQUIRED))


class AddForm(Form):
    """Into which collection, and why."""

    collection = SelectField(_l("Collection"), coerce=int, validators=[DataRequired(REQUIRED)])
    note = StringField(_l("Note for readers"), filters=[strip], validators=[Length(max=NOTE_LENGTH)], default="")

    def offer(self, collections: Sequence[Collection]) -> AddForm:
        """Let these be chosen, and no others."""
        self.collection.choices = [SelectChoice(str(collection.id), collection.title) for collection in collections]
        return self


class MoveForm(Form):
    """Up or down."""

    direction = SelectField(
        choices=[SelectChoice(direction.value, direction.value) for direction in Direction],
        coerce=coerce_to(Direction),
        validators=[DataRequired(REQUIRED)],
    )
