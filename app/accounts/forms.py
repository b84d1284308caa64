"""Forms of people: shapes of input, no rules."""

from __future__ import annotations

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, EqualTo, Length, Optional, ValidationError

from app.accounts.labels import EVIDENCE, OCCUPATIONS, SPECIALTIES
from app.accounts.rules import REGISTERED
from app.web.forms import REQUIRED, Form, choose, strip

NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
PASSWORD = Length(12, 128, _l("At least 12 characters; a few words that you can remember are fine."))


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
        validators=[DataRequired(REQUIRED), Email(_l("This isn't an e-mail address.")), Length(max=254)],
    )
    password = PasswordField(_l("Password"), validators=[DataRequired(REQUIRED), PASSWORD])
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

    password = PasswordField(_l("New password"), validators=[DataRequired(REQUIRED), PASSWORD])
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


class VerificationForm(Form):
    """What a person offers to show their occupation."""

    kind = choose(_l("What shows your occupation?"), EVIDENCE, DataRequired(REQUIRED))
    evidence = TextAreaField(
        _l("Where can a moderator check it?"),
        filters=[strip],
        validators=[DataRequired(REQUIRED), Length(max=2000)],
    )
