"""Forms of people: shapes of input, no rules."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, IntegerField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, EqualTo, Length, NumberRange, Optional, ValidationError

from app.accounts.labels import OCCUPATIONS, SPECIALTIES
from app.accounts.passwords import is_guessable
from app.accounts.registers import Register
from app.accounts.rules import REGISTERED
from app.web.forms import REQUIRED, Form, choose, strip

NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
NOT_AN_ADDRESS = _l("This isn't an e-mail address.")
PASSWORD = Length(12, 128, _l("At least 12 characters; a few words that you can remember are fine."))


def hard_to_guess(form: Form, field: PasswordField) -> None:
    """A new password is none of those that are tried first, nor made of the person's own name or address."""
    own = [str(form[name].data or "") for name in ("name", "email", "institution") if name in form]
    if is_guessable(field.data, *own):
        raise ValidationError(
            _l("This is among the passwords that are tried first. Take four words that don't belong together.")
        )


def countries() -> list[SelectChoice]:
    """ISO 3166 codes and names in the reader's language (Unicode CLDR), sorted by name, behind an empty one."""
    names = get_locale().territories
    codes = (code for code in names if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES)
    known = [SelectChoice(code, names[code]) for code in sorted(codes, key=lambda code: names[code])]
    return [SelectChoice("", _l("Choose")), *known]


class SignUpForm(Form):
    """What a person states about themselves."""

    name = StringField(_l("Name"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=[DataRequired(REQUIRED), Email(NOT_AN_ADDRESS), Length(max=254)],
    )
    password = PasswordField(_l("Password"), validators=[DataRequired(REQUIRED), PASSWORD, hard_to_guess])
    occupation = choose(_l("Occupation"), OCCUPATIONS, DataRequired(REQUIRED), blank=_l("Choose"))
    country = SelectField(_l("Country"), choices=countries, validators=[DataRequired(REQUIRED)])
    specialty = choose(_l("Specialty"), SPECIALTIES, Optional(), blank=_l("None or not yet"))
    institution = StringField(_l("Institution"), filters=[strip], validators=[Length(max=160)])
    registration_number = StringField(_l("Registration number"), filters=[strip], validators=[Length(max=60)])

    def validate_registration_number(self, field: StringField) -> None:
        """Occupations with a register state their number in it."""
        if self.occupation.data in REGISTERED and not field.data:
            raise ValidationError(_l("Your occupation has a register: give your number in it."))


class SignInForm(Form):
    """Address and password."""

    email = EmailField(_l("E-mail address"), filters=[strip], validators=[DataRequired(REQUIRED)])
    password = PasswordField(_l("Password"), validators=[DataRequired(REQUIRED)])


class ForgottenForm(Form):
    """The address to send a link to."""

    email = EmailField(_l("E-mail address"), filters=[strip], validators=[DataRequired(REQUIRED), Email()])


class NewPasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(_l("New password"), validators=[DataRequired(REQUIRED), PASSWORD, hard_to_guess])
    again = PasswordField(_l("The same again"), validators=[EqualTo("password", _l("The two passwords differ."))])


class CodeForm(Form):
    """Six digits of an app, or a recovery code."""

    code = StringField(_l("Code"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=40)])


class PasswordForm(Form):
    """The person's own password, once more."""

    password = PasswordField(_l("Your password"), validators=[DataRequired(REQUIRED), Length(max=128)])


class ChangePasswordForm(NewPasswordForm):
    """The old password, then a new one twice."""

    old = PasswordField(_l("Your password now"), validators=[DataRequired(REQUIRED), Length(max=128)])


class PasskeyNameForm(Form):
    """What somebody calls a passkey."""

    name = StringField(_l("Name"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=60)])


class LeavingForm(Form):
    """One's own address, typed: nobody does that by accident."""

    email = EmailField(_l("Your e-mail address"), filters=[strip], validators=[DataRequired(REQUIRED)])


class InstitutionForm(Form):
    """An address that only people of an institution have."""

    email = EmailField(
        _l("Your address at your institution"),
        filters=[strip],
        validators=[DataRequired(REQUIRED), Email(NOT_AN_ADDRESS), Length(max=254)],
    )


class RegisterForm(Form):
    """An entry in a register."""

    register = SelectField(_l("Register"), default="")
    other = StringField(_l("Another register"), filters=[strip], validators=[Length(max=200)])
    number = StringField(
        _l("Your number or name in it"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=120)]
    )

    def offer(self, registers: Iterable[Register]) -> None:
        """Offer the registers that we know, and room for another one."""
        known = [SelectChoice(register.name, register.name) for register in registers]
        self.register.choices = [*known, SelectChoice("", _l("Another one"))]
        if not known:
            self.other.label.text = self.register.label.text
        if not self.is_submitted():
            self.register.data = self.register.choices[0].value

    def validate_other(self, field: StringField) -> None:
        """Whoever chooses another one names it."""
        if not self.register.data and not field.data:
            raise ValidationError(_l("Name the register, best with its address."))

    @property
    def evidence(self) -> str:
        """What a moderator looks up."""
        return f"{self.register.data or self.other.data}: {self.number.data}"


class ColleagueForm(Form):
    """Who may vouch."""

    email = EmailField(
        _l("Your colleague's address at Casebook"),
        filters=[strip],
        validators=[DataRequired(REQUIRED), Email(NOT_AN_ADDRESS), Length(max=254)],
    )


class VouchForm(Form):
    """What a colleague says."""

    words = TextAreaField(
        _l("I know this person as"), filters=[strip], validators=[DataRequired(REQUIRED), Length(min=10, max=500)]
    )


class NameForm(Form):
    """How readers see somebody."""

    shown = RadioField(
        _l("What readers see"),
        choices=[SelectChoice("name", _l("My name")), SelectChoice("role", _l("Only what I am, and since when"))],
        validators=[DataRequired(REQUIRED)],
    )
    studying_since = IntegerField(
        _l("Year in which your studies began"),
        validators=[Optional(), NumberRange(1950, 2200, _l("A year of four digits."))],
    )


class InvitationForm(Form):
    """Whom to invite."""

    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=[DataRequired(REQUIRED), Email(NOT_AN_ADDRESS), Length(max=254)],
    )
