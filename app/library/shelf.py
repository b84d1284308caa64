"""Parts of statements about the library: what a reader may see, narrowed down, in order, holding some words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, true

from app.cases.models import Case, CaseTag
from app.cases.queries import visible_to
from app.cases.rules import TEXT_FIELDS, CaseStatus
from app.library.rules import Query
from app.library.words import MOST_TERMS
from app.policy.actor import Actor


def shelf(actor: Actor, query: Query) -> Select[Case]:
    """What this reader may see, narrowed down as they asked."""
    chosen = visible_to(actor)
    columns: Mapping[str, Any] = {
        "specialty": Case.specialty,
        "modality": Case.modality,
        "age_band": Case.age_band,
        "sex": Case.sex,
    }
    for name, column in columns.items():
        wanted = getattr(query, name)
        if wanted is not None:
            chosen = chosen.where(column == wanted)
    if query.resolved is not None:
        wanted_status = CaseStatus.RESOLVED if query.resolved else CaseStatus.PUBLISHED
        chosen = chosen.where(Case.status == wanted_status)
    return chosen


def latest_first(chosen: Select[Case]) -> Select[Case]:
    """In the order of publication, the latest first."""
    return chosen.order_by(Case.published_at.desc(), Case.id.desc())


def holds_words(text: str) -> ColumnElement[bool]:
    """Each word somewhere in the texts or tags; plainer than the index, but it needs nothing besides the database."""
    words = text.replace('"', " ").split()[:MOST_TERMS]
    condition: ColumnElement[bool] = true() if words else false()
    for word in words:
        texts = [getattr(Case, name).icontains(word, autoescape=True) for name in TEXT_FIELDS]
        condition = condition & or_(*texts, Case.tags.any(CaseTag.name.icontains(word, autoescape=True)))
    return condition
