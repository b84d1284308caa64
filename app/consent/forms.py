"""Forms of consent: shapes of input, no rules. What is asked follows the jurisdiction's row of the table."""

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
from app.consent.identity import NAME_LENGTH, Identity, NoSignature, read_strokes
from app.consent.jurisdictions import Ask, Jurisdiction
from app.consent.labels import (
    ASSENTS,
    AUTHORITIES,
    CHILD,
    GIVERS,
    METHODS,
    OPENING_REASONS,
    SCOPES,
    SIGNERS,
)
from app.consent.receipts import is_complete
from app.consent.rules import SIGNED, Assent, Authority, Giver, Method, OpeningReason, Scope
from app.consent.terms import Terms
from app.web.forms import REQUIRED, Form, choose, coerce_to, strip

E = TypeVar("E", bound=StrEnum)
ON_PAPER = {method: label for method, label in METHODS.items() if method not in SIGNED}
LAST_YEAR = 2199
REAL = {method: label for method, label in ON_PAPER.items() if method is not Method.SYNTHETIC}


def options(labels: Mapping[E, object]) -> list[SelectChoice]:
    """Choices of an enumeration's members."""
    return [SelectChoice(member.value, text) for member, text in labels.items()]


class DecisionForm(Form):
    """Who decides, and what for: asked of whoever records a paper, and of whoever signs on a screen."""

    giver = RadioField(
        _l("Who gave consent?"),
        choices=options(GIVERS),
        coerce=coerce_to(Giver),
        validators=[InputRequired(REQUIRED)],
    )
    authority = choose(_l("What lets them decide for the patient?"), AUTHORITIES, blank=_l("The patient decides"))
    assent = choose(_l("Did a child agree?"), ASSENTS)
    scopes = SelectMultipleField(
        _l("What for?"),
        choices=options(SCOPES),
        coerce=Scope,
        validators=[DataRequired(REQUIRED)],
    )
    expires_on = DateField(_l("Good until"), validators=[Optional()])

    def ask_for(self, place: Jurisdiction) -> None:
        """Leave in what these rules ask for, and whom they let decide."""
        self.giver.choices = [choice for choice in self.giver.choices if choice.value in place.givers]
        if Ask.AUTHORITY not in place.asks:
            del self.authority
        if Ask.LAST_DAY in place.asks:
            self.expires_on.validators = [InputRequired(REQUIRED)]
            self.expires_on.flags.required = True

    def validate_expires_on(self, field: DateField) -> None:
        """A slip of the finger in the year is more likely than a will for centuries."""
        if field.data and field.data.year > LAST_YEAR:
            raise ValidationError(_l("Compare the year: leave it empty for no end."))

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

    def validate_authority(self, field: SelectField) -> None:
        """Whoever decides for another says what lets them."""
        if self.giver.data is not None and (self.giver.data is Giver.PATIENT) != (field.data is None):
            raise ValidationError(_l("Say what lets somebody decide for the patient; leave it if the patient decides."))

    @property
    def chosen_authority(self) -> Authority | None:
        """What lets the giver decide, where it is asked."""
        return self.authority.data if self.authority else None

    @property
    def ends_at(self) -> datetime | None:
        """The end of the last day, or none."""
        return _end_of(self.expires_on.data) if self.expires_on.data else None


class TermsForm(DecisionForm):
    """What was agreed to on paper, by whom and how."""

    form = SelectField(_l("Form"))
    method = choose(_l("How was it taken?"), REAL)
    reference = StringField(
        _l("Where is it kept?"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=120)]
    )
    given_on = DateField(_l("Given on"), validators=[InputRequired(REQUIRED)])
    witnessed = BooleanField(_l("Witnesses have signed it as well"))

    def offer(self, place: Jurisdiction, forms: Iterable[ConsentForm], *, is_synthetic: bool) -> None:
        """Fill the choices: the place's forms in use first; an invented case needs no signature."""
        own = (form for form in forms if form.jurisdiction == place.code)
        ordered = sorted(own, key=lambda form: (not form.in_use, place.languages.index(form.language), form.version))
        self.form.choices = [
            SelectChoice(form.name, f"{language_name(form.language)}, {form.version}") for form in ordered
        ]
        if is_synthetic:
            self.method.choices = options(ON_PAPER)
        if Ask.WITNESSES in place.asks:
            self.witnessed.validators = [InputRequired(_l("Under these rules two witnesses sign as well."))]
            self.witnessed.flags.required = True
        elif Ask.WITNESS_OF_A_MARK not in place.asks:
            del self.witnessed
        self.ask_for(place)

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
            expires_at=self.ends_at,
            authority=self.chosen_authority,
            witnessed=bool(self.witnessed and self.witnessed.data),
        )


class SignForm(DecisionForm):
    """What somebody decides who has just seen what will be shown, and their signature."""

    giver = RadioField(
        _l("Who are you?"),
        choices=options(SIGNERS),
        coerce=coerce_to(Giver),
        validators=[InputRequired(_l("Say who you are to the patient."))],
    )
    assent = choose(_l("If it's about a child: was the child asked?"), CHILD)
    authority = choose(_l("If you decide for somebody else: what lets you?"), AUTHORITIES, blank=_l("I am the patient"))
    scopes = SelectMultipleField(
        _l("What do you agree to?"),
        choices=options(SCOPES),
        coerce=Scope,
        validators=[DataRequired(_l("Tick what you agree to. If you agree to nothing, just close this page."))],
    )
    name = StringField(_l("Your name"), filters=[strip], validators=[DataRequired(REQUIRED), Length(max=NAME_LENGTH)])
    witnesses = StringField(_l("Witnesses"), filters=[strip], validators=[Optional(), Length(max=NAME_LENGTH)])
    strokes = HiddenField(_l("Signature"), validators=[Length(max=100_000)])
    typed = BooleanField(_l("The name I have typed is my signature"))
    form = HiddenField()

    def ask_for(self, place: Jurisdiction) -> None:
        """The witnesses, too."""
        super().ask_for(place)
        if Ask.WITNESSES in place.asks:
            self.witnesses.validators = [DataRequired(REQUIRED), Length(max=NAME_LENGTH)]
            self.witnesses.flags.required = True
        elif Ask.WITNESS_OF_A_MARK not in place.asks:
            del self.witnesses

    def validate_strokes(self, field: HiddenField) -> None:
        """A drawing, or nothing."""
        try:
            read_strokes(field.data or "")
        except NoSignature as error:
            raise ValidationError(_l("Draw your signature once more, a little larger.")) from error

    def validate_typed(self, field: BooleanField) -> None:
        """One of the two ways to sign."""
        if not field.data and not (self.strokes.data or "").strip("[] "):
            raise ValidationError(_l("Sign in the field, or tick that your typed name is your signature."))

    def identity(self) -> Identity:
        """Who signed, and the signature."""
        witnesses = self.witnesses.data if self.witnesses else ""
        return Identity(self.name.data, read_strokes(self.strokes.data or ""), witnesses or "")

    def terms(self, shown: ConsentForm, method: Method, at: datetime) -> Terms:
        """What was decided on the form that was shown."""
        return Terms(
            giver=self.giver.data,
            assent=self.assent.data,
            jurisdiction=shown.jurisdiction,
            language=shown.language,
            form_version=shown.version,
            method=method,
            reference="",
            given_on=at.date(),
            scopes=frozenset(self.scopes.data),
            expires_at=self.ends_at,
            authority=self.chosen_authority,
            witnessed=bool(self.witnesses and self.witnesses.data),
        )


class OpeningForm(Form):
    """Why it must be known who signed."""

    reason = RadioField(
        _l("Why must this be opened?"),
        choices=options(OPENING_REASONS),
        coerce=coerce_to(OpeningReason),
        validators=[InputRequired(REQUIRED)],
    )
    words = StringField(
        _l("In your words"), filters=[strip], validators=[DataRequired(REQUIRED), Length(min=10, max=300)]
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


def language_name(code: str) -> str:
    """A language's name in the reader's language; its code where nobody knows it."""
    try:
        return Locale.parse(code).get_display_name(get_locale()) or code
    except (ValueError, UnknownLocaleError):
        return code


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC) + timedelta(days=1)
