"""Forms of consent: shapes of input, no rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.consent.forms_folder import ConsentForm
from app.consent.labels import ASSENTS, GIVERS, METHODS, SCOPES
from app.consent.receipts import is_complete
from app.consent.rules import Assent, Giver, Method, Scope
from app.consent.services import Terms
from app.web.forms import REQUIRED, Form, choose, coerce_to, strip

E = TypeVar("E", bound=StrEnum)
REAL = {method: label for method, label in METHODS.items() if method is not Method.SYNTHETIC}


def options(labels: Mapping[E, object]) -> list[SelectChoice]:
    """Choices of an enumeration's members."""
    return [SelectChoice(member.value, text) for member, text in labels.items()]


class TermsForm(Form):
    """What was agreed to, by whom and how."""

    form = SelectField(_l("Form"))
    giver = RadioField(
        _l("Who gave consent?"),
        choices=options(GIVERS),
        coerce=coerce_to(Giver),
        validators=[InputRequired(REQUIRED)],
    )
    assent = choose(_l("Did a child agree?"), ASSENTS)
    scopes = SelectMultipleField(
        _l("What for?"),
        choices=options(SCOPES),
        coerce=Scope,
        validators=[DataRequired(REQUIRED)],
    )
    method = choose(_l("How was it taken?"), REAL)
    reference = StringField(
        _l("Where is it kept?"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=120)]
    )
    given_on = DateField(_l("Given on"), validators=[InputRequired(REQUIRED)])
    expires_on = DateField(_l("Good until"), validators=[Optional()])

    def offer(self, forms: Iterable[ConsentForm], *, is_synthetic: bool) -> None:
        """Fill the choices: forms in use first; an invented case needs no signature."""
        ordered = sorted(forms, key=lambda form: (not form.in_use, form.jurisdiction, form.language))
        self.form.choices = [SelectChoice(_key(form), _name(form)) for form in ordered]
        if is_synthetic:
            self.method.choices = options(METHODS)

    def validate_scopes(self, field: SelectMultipleField) -> None:
        """Said here too, so that it stands beside the field."""
        if Scope.LIBRARY not in field.data:
            raise ValidationError(_l("Without consent for the library there is nothing to share."))

    def validate_assent(self, field: SelectField) -> None:
        """A parent's consent tells what the child said; nobody else's does."""
        if self.giver.data is Giver.PARENT and field.data is Assent.NOT_APPLICABLE:
            raise ValidationError(_l("Say whether the child agreed, or was too young to be asked."))
        if (
            self.giver.data is not None
            and self.giver.data is not Giver.PARENT
            and field.data is not Assent.NOT_APPLICABLE
        ):
            raise ValidationError(_l("Children are asked where a parent decides for them."))

    def terms(self) -> Terms:
        """What was sent."""
        jurisdiction, language, version = self.form.data.split("/")
        return Terms(
            giver=self.giver.data,
            assent=self.assent.data,
            jurisdiction=jurisdiction,
            language=language,
            form_version=version,
            method=self.method.data,
            reference=self.reference.data,
            given_on=self.given_on.data,
            scopes=frozenset(self.scopes.data),
            expires_at=_end_of(self.expires_on.data) if self.expires_on.data else None,
        )


class SubmitForm(Form):
    """What the author has looked at, and that nobody can be recognised."""

    content_hash = HiddenField(validators=[InputRequired()])
    looked = BooleanField(
        _l("I have looked at every picture and text: nobody can be recognised"),
        validators=[InputRequired(_l("Look at everything once more and tick this."))],
    )


class WithdrawalForm(Form):
    """The form's token is all that is asked for."""


class UsesForm(Form):
    """Which of the uses that were agreed to are taken back."""

    uses = SelectMultipleField(
        _l("What is taken back?"),
        coerce=coerce_to(Scope),
        validators=[DataRequired(_l("Tick at least one line. To take back everything, use the other button."))],
    )

    def offer(self, given: Collection[Scope]) -> None:
        """Only what is agreed to can be taken back."""
        self.uses.choices = [SelectChoice(scope.value, label) for scope, label in SCOPES.items() if scope in given]

    @property
    def chosen(self) -> frozenset[Scope]:
        """What was ticked."""
        return frozenset(self.uses.data or ())


class ReceiptForm(Form):
    """A receipt code, however it's typed."""

    code = StringField(_l("Code of your receipt"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=60)])

    def validate_code(self, field: StringField) -> None:
        """A code has 16 letters; whether we know it is said later, to everybody alike."""
        if not is_complete(field.data or ""):
            raise ValidationError(_l("A code has four groups of four letters. Compare it with your receipt."))


class ReceiptUsesForm(ReceiptForm, UsesForm):
    """Some uses, taken back with a receipt code."""


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC) + timedelta(days=1)


def _key(form: ConsentForm) -> str:
    return f"{form.jurisdiction}/{form.language}/{form.version}"


def _name(form: ConsentForm) -> str:
    place = _l("General form") if form.jurisdiction == "generic" else form.jurisdiction.replace("-", " ").title()
    return f"{place}, {_language(form.language)}, {form.version}"


def _language(code: str) -> str:
    try:
        return Locale.parse(code).get_display_name(get_locale()) or code
    except (ValueError, UnknownLocaleError):
        return code
