"""Forms about pictures: choose them, cover and crop them, answer what was found, confirm them."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from app.cases.labels import DISMISSALS, KEPT_FOR, SIGNS, window_label
from app.media.models import Finding, Image, Rectangle
from app.media.redaction import Window
from app.media.rules import MAX_RECTANGLES, Answer, Dismissal, Sign
from app.media.turning import turned
from app.web.forms import Form, coerce_to, strip

SIDES = ("x", "y", "width", "height")
OFFERED = ",".join(
    [
        *("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/avif", "image/tiff", "image/gif"),
        *(".heic", ".heif", ".avif", ".tif", ".tiff", "application/dicom", ".dcm", ".dicom"),
    ]
)
"""What file dialogues offer first; what is taken, the files' first bytes decide."""
COVER = "cover"
"""Answers a finding by covering it; the other answers are Dismissals."""


class UploadForm(Form):
    """One or several pictures."""

    pictures = MultipleFileField(_l("Choose pictures"), render_kw={"accept": OFFERED})

    def validate_pictures(self, field: MultipleFileField) -> None:
        """At least one file with a name; browsers send an empty one when none was chosen."""
        field.data = [upload for upload in field.data or () if getattr(upload, "filename", "")]
        if not field.data:
            raise ValidationError(_l("Choose at least one picture."))


class RedactionForm(Form):
    """What is to be done to a picture.

    Rectangles are {x, y, width, height} as JSON, in pixels of the picture as `turn` turns it. `frame` is the one
    that is looked at, counted from 1; whatever is done is done to all frames.
    """

    rectangles = TextAreaField(_l("Parts to cover"))
    crop = StringField(_l("Part to keep"), filters=[strip])
    turn = IntegerField(widget=HiddenInput(), validators=[NumberRange(0, 3)])
    window = SelectField(_l("Window"))
    frame = IntegerField(_l("Frame"))

    @classmethod
    def of(cls, image: Image) -> RedactionForm:
        """The form as it is first shown; what was drawn and sent wins over it."""
        crop = json.dumps(image.crop) if image.crop else ""
        drawn = {"rectangles": json.dumps(image.redactions), "crop": crop, "turn": image.turn}
        form = cls(data={**drawn, "window": image.window, "frame": 1})
        form.window.choices = [SelectChoice(window["name"], window_label(window["name"])) for window in image.windows]
        form.window.validate_choice = bool(image.windows)
        form.frame.validators = [NumberRange(1, image.frames)]
        return form

    def validate_rectangles(self, field: TextAreaField) -> None:
        """Nothing but whole numbers, and not more than are taken."""
        try:
            self.boxes = [_box(entry) for entry in json.loads(field.data or "[]")]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ValidationError(_l("The covered parts could not be read. Draw them again.")) from error
        if len(self.boxes) > MAX_RECTANGLES:
            raise ValidationError(_l("These are too many covered parts. Join some of them."))

    def validate_crop(self, field: StringField) -> None:
        """One rectangle of whole numbers, or nothing."""
        try:
            kept = json.loads(field.data or "null")
            self.kept = None if kept is None else _box(kept)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ValidationError(_l("The part to keep could not be read. Draw it again.")) from error

    def follow(self, image: Image) -> None:
        """Turn what was drawn, once validated, as the picture has been turned meanwhile, in another tab perhaps."""
        quarters = (image.turn - self.turn.data) % 4
        width, height = (image.height, image.width) if quarters % 2 else (image.width, image.height)
        self.boxes = [turned(box, quarters, width=width, height=height) for box in self.boxes]
        self.kept = self.kept and turned(self.kept, quarters, width=width, height=height)
        self.turn.data = image.turn
        self.rectangles.data = json.dumps(self.boxes)
        self.crop.data = json.dumps(self.kept) if self.kept else ""

    def window_of(self, image: Image) -> Window | None:
        """The range of greys that was chosen, of a picture that has several."""
        chosen = (Window(**window) for window in image.windows if window["name"] == self.window.data)
        return next(chosen, None)


def _box(entry: Any) -> Rectangle:
    values = [entry[side] for side in SIDES]
    if not all(type(value) is int and abs(value) < 100_000 for value in values):
        raise ValueError("not whole numbers of pixels")
    x, y, width, height = values
    return {"x": x, "y": y, "width": width, "height": height}


class AnswerForm(Form):
    """What the author does about one finding; part of a larger form, whose token covers it."""

    answer = SelectField()

    class Meta:
        """The page has one token."""

        csrf = False

    @classmethod
    def of(cls, finding: Finding) -> AnswerForm:
        """The form with the answer that has been given, if there is one."""
        given = COVER if finding.answer is Answer.COVERED else finding.reason or ""
        form = cls(prefix=f"finding-{finding.id}-", data={"answer": given})
        form.answer.choices = [
            SelectChoice("", _l("To decide")),
            SelectChoice(COVER, _l("Cover it")),
            *_reasons(finding),
        ]
        return form

    @property
    def covers(self) -> bool:
        """Cover it."""
        return bool(self.answer.data == COVER)

    def cover(self) -> None:
        """Answer that it is to be covered."""
        self.answer.data = COVER

    @property
    def dismissal(self) -> Dismissal | None:
        """Why it may stay; none for any other answer."""
        return None if self.answer.data in ("", COVER) else Dismissal(self.answer.data)


def _reasons(finding: Finding) -> list[SelectChoice]:
    offered = [*KEPT_FOR[finding.kind]]
    if finding.reason and finding.reason not in offered:
        offered.append(finding.reason)
    return [SelectChoice(reason.value, _l("Keep: %(reason)s", reason=DISMISSALS[reason])) for reason in offered]


class ConfirmationForm(Form):
    """What somebody has looked at, by its hash, and what they have looked for."""

    content_hash = HiddenField(validators=[InputRequired()])
    signs = SelectMultipleField(
        _l("Look for each of these"),
        description=_l("No machine finds them. Tick each once you have looked for it and nothing is left."),
        choices=[SelectChoice(sign.value, label) for sign, label in SIGNS.items()],
        coerce=coerce_to(Sign),
    )
