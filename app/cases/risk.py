"""Could somebody recognise the patient although no name is there? What speaks for it, and what would help.

The signs are those of FIELD practice: HIPAA's expert determination asks what else a reader may know. People decide;
this list only shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.cases.identifiers import shown_texts_of
from app.cases.models import Case
from app.cases.queries import unscanned
from app.deid import quasi_identifiers as quasi
from app.deid.rules import Label
from app.media.rules import Answer

DELAY = timedelta(days=90)
"""So long after its approval a case about something that was in the news is shown."""
MOST_WORDS = 6
PLACES = frozenset({Label.LOCATION, Label.HOSPITAL})


class RiskKind(StrEnum):
    """What can make somebody recognisable."""

    EXACT_AGE = "exact_age"
    EXACT_DATE = "exact_date"
    RARE_AND_PLACE = "rare_and_place"
    EVENT = "event"
    SMALL_COMMUNITY = "small_community"
    KEPT = "kept"
    REMOVED = "removed"
    FOUND_IN_PICTURES = "found_in_pictures"
    NOT_SCANNED = "not_scanned"


class Remedy(StrEnum):
    """What one click does about it."""

    AGE_BANDS = "age_bands"
    RELATIVE_DAYS = "relative_days"
    HIDE_PLACE = "hide_place"
    DELAY = "delay"


@dataclass(frozen=True)
class Risk:
    """One line of the sheet: what it is, the words or figures it rests on, what would help, whether that is done."""

    kind: RiskKind
    words: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    remedy: Remedy | None = None
    is_remedied: bool = False


def risks(case: Case) -> list[Risk]:
    """What should be thought about before others see the case, in the order of the sheet."""
    return [risk for look in LOOKS if (risk := look(case)) is not None]


def _ages(case: Case) -> Risk | None:
    return _words(RiskKind.EXACT_AGE, _found(case, quasi.exact_ages), Remedy.AGE_BANDS)


def _dates(case: Case) -> Risk | None:
    kept = [row.wording for row in case.kept_identifiers if row.label is Label.DATE]
    return _words(RiskKind.EXACT_DATE, kept, Remedy.RELATIVE_DAYS)


def _rare_and_place(case: Case) -> Risk | None:
    """A rare disease, here with the author's own note too, beside a place in the text or of the author."""
    rare = [*_found(case, quasi.rare_diseases), *quasi.rare_diseases(case.working_diagnosis)]
    places = [row.wording for row in case.kept_identifiers if row.label in PLACES]
    if case.author.institution and case.shows_place:
        places.append(case.author.institution)
    hidden = Remedy.HIDE_PLACE if case.author.institution else None
    if not rare or not (places or hidden):
        return None
    return Risk(RiskKind.RARE_AND_PLACE, _first([*rare, *places]), (), hidden, not case.shows_place and not places)


def _events(case: Case) -> Risk | None:
    return _words(RiskKind.EVENT, _found(case, quasi.events), Remedy.DELAY, is_remedied=bool(case.delay_days))


def _communities(case: Case) -> Risk | None:
    remedy = Remedy.HIDE_PLACE if case.author.institution else None
    found = _found(case, quasi.communities)
    return _words(RiskKind.SMALL_COMMUNITY, found, remedy, is_remedied=bool(remedy) and not case.shows_place)


def _kept(case: Case) -> Risk | None:
    kept = case.kept_identifiers
    return Risk(RiskKind.KEPT, _first(row.wording for row in kept), (len(kept),)) if kept else None


def _removed(case: Case) -> Risk | None:
    count = case.removed_identifiers
    return Risk(RiskKind.REMOVED, (), (count,)) if count else None


def _found_in_pictures(case: Case) -> Risk | None:
    findings = [finding for picture in case.pictures for finding in picture.image.findings]
    covered = sum(finding.answer is Answer.COVERED for finding in findings)
    dismissed = sum(finding.answer is Answer.DISMISSED for finding in findings)
    return Risk(RiskKind.FOUND_IN_PICTURES, (), (covered, dismissed)) if findings else None


def _not_scanned(case: Case) -> Risk | None:
    count = len(unscanned(case))
    return Risk(RiskKind.NOT_SCANNED, (), (count,)) if count else None


LOOKS: tuple[Callable[[Case], Risk | None], ...] = (
    _ages,
    _dates,
    _rare_and_place,
    _events,
    _communities,
    _kept,
    _removed,
    _found_in_pictures,
    _not_scanned,
)


def _words(kind: RiskKind, words: Iterable[str], remedy: Remedy | None, *, is_remedied: bool = False) -> Risk | None:
    found = _first(words)
    return Risk(kind, found, (), remedy, is_remedied) if found else None


def _found(case: Case, look: Callable[[str], list[str]]) -> list[str]:
    return [words for text in shown_texts_of(case).values() for words in look(text)]


def _first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in words))[:MOST_WORDS]
