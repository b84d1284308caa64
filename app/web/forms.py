"""What every form shares: the base class and choices made from an enumeration and its labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

E = TypeVar("E", bound=StrEnum)


class Form(FlaskForm):
    """A form with CSRF protection."""


def strip(value: str | None) -> str | None:
    """Take surrounding blanks away; a filter for text fields."""
    return value.strip() if isinstance(value, str) else value


def coerce_to(enumeration: type[E]) -> Callable[[Any], E | None]:
    """Read a posted value as a member; empty means None, anything unknown fails as 'not a valid choice'."""

    def coerce(value: Any) -> E | None:
        return None if value in (None, "") else enumeration(value)

    return coerce


def choose(label: object, labels: Mapping[E, object], *validators: object, blank: object = None) -> SelectField:
    """A select of an enumeration's members; with `blank`, an empty first entry that means None."""
    choices = [SelectChoice(member.value, text) for member, text in labels.items()]
    if blank is not None:
        choices.insert(0, SelectChoice("", blank))
    return SelectField(
        label,
        choices=choices,
        coerce=coerce_to(type(next(iter(labels)))),
        validators=list(validators),
    )


REQUIRED = _l("Please fill this in.")
