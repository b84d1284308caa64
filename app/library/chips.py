"""The filters in force, each as a chip that takes it away."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.accounts.labels import SPECIALTIES
from app.cases.labels import AGES, MODALITIES, SEXES
from app.library.addresses import address_of
from app.library.labels import STAGES
from app.library.rules import Query, Stage


@dataclass(frozen=True)
class Chip:
    """One filter in force, and the address without it."""

    label: str
    url: str


def chips_of(query: Query) -> list[Chip]:
    """Chips in the order of the form."""
    chips: list[Chip] = []
    if query.text:
        chips.append(_chip(_("“%(words)s”", words=query.text), query.but(text="")))
    if query.resolved is not None:
        stage = Stage.RESOLVED if query.resolved else Stage.OPEN
        chips.append(_chip(STAGES[stage], query.but(resolved=None)))
    if query.specialty is not None:
        chips.append(_chip(SPECIALTIES[query.specialty], query.but(specialty=None)))
    if query.modality is not None:
        chips.append(_chip(MODALITIES[query.modality], query.but(modality=None)))
    if query.age_band is not None:
        chips.append(_chip(AGES[query.age_band], query.but(age_band=None)))
    if query.sex is not None:
        chips.append(_chip(SEXES[query.sex], query.but(sex=None)))
    return chips


def _chip(label: object, without: Query) -> Chip:
    return Chip(str(label), address_of(without))
