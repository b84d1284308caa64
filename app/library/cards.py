"""A case as a card in a list: its picture, what it is, and how many opinions there are, but not which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.accounts.labels import SPECIALTIES
from app.cases.addresses import MIDDLE, SMALL, image_url
from app.cases.labels import AGES, MODALITIES, SEXES
from app.cases.models import Case
from app.cases.queries import shown_pictures
from app.cases.rules import AgeBand, CaseStatus, Modality, Sex
from app.library.labels import STAGES
from app.library.queries import opinion_counts
from app.library.rules import Stage
from app.media.queries import srcset
from app.media.rules import RenditionFormat


@dataclass(frozen=True)
class CardPicture:
    """The addresses of a card's picture, in what sizes there are up to 960 px, and its text."""

    webp: str
    jpeg: str
    alt: str


@dataclass(frozen=True)
class Card:
    """What stands on one card, in words."""

    url: str
    title: str
    picture: CardPicture | None
    meta: list[str]
    stage: Stage
    stage_label: str
    opinions: str
    is_synthetic: bool


def cards_of(session: Session, cases: Sequence[Case]) -> list[Card]:
    """Cards in the order of the cases, with one statement for all."""
    counts = opinion_counts(session, [case.id for case in cases])
    return [_card(case, counts.get(case.id, 0)) for case in cases]


def _card(case: Case, opinions: int) -> Card:
    stage = Stage.RESOLVED if case.status is CaseStatus.RESOLVED else Stage.OPEN
    return Card(
        url=url_for("cases.show", case_id=case.id),
        title=case.title,
        picture=_picture(case),
        meta=_meta(case),
        stage=stage,
        stage_label=str(STAGES[stage]),
        opinions=ngettext("%(num)d opinion", "%(num)d opinions", opinions) if opinions else _("No opinion yet"),
        is_synthetic=case.is_synthetic,
    )


def _meta(case: Case) -> list[str]:
    known = [
        SPECIALTIES[case.specialty],
        MODALITIES[case.modality] if case.modality is not Modality.OTHER else "",
        AGES[case.age_band] if case.age_band is not AgeBand.UNKNOWN else "",
        SEXES[case.sex] if case.sex is not Sex.NOT_STATED else "",
    ]
    return [str(entry) for entry in known if entry]


def _picture(case: Case) -> CardPicture | None:
    pictures = shown_pictures(case)
    if not pictures:
        return None
    first = pictures[0]
    files = [file for file in srcset(first.image, RenditionFormat.WEBP) if file.nominal <= MIDDLE]
    webp = ", ".join(f"{image_url(first.image, file.nominal, 'webp')} {file.width}w" for file in files)
    return CardPicture(webp=webp, jpeg=image_url(first.image, SMALL), alt=first.alt_text)
