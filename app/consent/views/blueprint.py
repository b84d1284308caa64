"""The blueprint of consent, and what several of its pages need."""

from __future__ import annotations

from flask import Blueprint, url_for

from app.consent import forms_folder
from app.consent.forms import language_name
from app.consent.jurisdictions import BY_CODE, Jurisdiction
from app.consent.labels import ASSENTS, AUTHORITIES, GIVERS, METHODS, RECEIPT_GIVES, SCOPES
from app.kernel.settings import Settings
from app.web.provided import provided

bp = Blueprint("consent", "app.consent", template_folder="templates")
bp.add_app_template_filter(language_name, "language_name")
bp.add_app_template_global(RECEIPT_GIVES, "receipt_gives")
RECEIPT_LIMIT = "10 per 5 minutes"
LABELS = {
    "givers": GIVERS,
    "assents": ASSENTS,
    "authorities": AUTHORITIES,
    "scopes": SCOPES,
    "methods": METHODS,
    "places": BY_CODE,
}


def all_forms() -> tuple[forms_folder.ConsentForm, ...]:
    """Every form of this instance."""
    return forms_folder.all_forms(provided(Settings).content)


def forms_of(place: Jurisdiction) -> list[forms_folder.ConsentForm]:
    """The place's forms in use, in the order of its languages."""
    own = [form for form in all_forms() if form.in_use and form.jurisdiction == place.code]
    return sorted(own, key=lambda form: place.languages.index(form.language))


def withdrawal_address() -> str:
    """Where a receipt code is typed, as it's written on paper."""
    return f"{provided(Settings).public_url}{url_for('consent.withdraw_by_code')}"
