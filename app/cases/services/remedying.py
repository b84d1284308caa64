"""What one click on the risk sheet does. Only the author, and only while the case is with the author."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.identifiers import content_with, texts_of, words_with
from app.cases.models import Case
from app.cases.risk import DELAY, Remedy
from app.cases.rules import AgeBand
from app.cases.services.drafting import check_editable, edit
from app.deid.answering import Replaced, look_through
from app.deid.quasi_identifiers import with_age_bands, years_stated
from app.deid.rules import Label
from app.kernel.audit import Subject, record
from app.policy.actor import Actor

Texts = dict[str, str]


def remedy(session: Session, actor: Actor, case: Case, which: Remedy, *, at: datetime) -> None:
    """Do what the sheet proposes; raises NotAllowed or WrongStep as editing does."""
    check_editable(actor, case)
    if which in REWRITERS:
        texts = texts_of(case)
        if case.age_band is AgeBand.UNKNOWN and which is Remedy.AGE_BANDS:
            case.age_band = _band_of({years for text in texts.values() for years in years_stated(text)})
        _rewrite(session, actor, case, REWRITERS[which](texts), at)
    elif which is Remedy.HIDE_PLACE:
        case.shows_place = False
    else:
        case.delay_days = DELAY.days
    session.flush()
    record(session, actor.id, "case.remedied", Subject.CASE, case.id, at=at, remedy=which.value)


def _banded(texts: Texts) -> Texts:
    return {field: with_age_bands(text) for field, text in texts.items()}


def _with_relative_days(texts: Texts) -> Texts:
    looked = look_through(texts)
    dates = [question for question in looked.questions if question.label is Label.DATE]
    return looked.replaced({question.key: Replaced(question.replacement) for question in dates})


REWRITERS: dict[Remedy, Callable[[Texts], Texts]] = {
    Remedy.AGE_BANDS: _banded,
    Remedy.RELATIVE_DAYS: _with_relative_days,
}


def _band_of(years: set[int]) -> AgeBand:
    """The band of the one age that the text states; unknown where it states several."""
    if len(years) != 1:
        return AgeBand.UNKNOWN
    (age,) = years
    for band in AgeBand:
        low, _, high = band.value.partition("-")
        if high and int(low) <= age <= int(high):
            return band
    return AgeBand.UNKNOWN


def _rewrite(session: Session, actor: Actor, case: Case, texts: dict[str, str], at: datetime) -> None:
    edit(session, actor, case, content_with(case, texts), words=words_with(case, texts), at=at)
