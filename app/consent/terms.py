"""What was agreed to, by whom and how; and what makes it no consent at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.cases.rules import AgeBand
from app.consent import jurisdictions
from app.consent.jurisdictions import Ask, Jurisdiction
from app.consent.rules import AUTHORITIES, SIGNED, Assent, Authority, Giver, Method, Scope
from app.kernel.errors import Refusal, mark

EASTERNMOST = timedelta(hours=14)
"""Where the day begins first it is tomorrow already."""
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Terms:
    """What was agreed to, by whom and how. `reference` finds a form signed on paper at the institution; no name.

    `authority` is what lets somebody decide for the patient, `witnessed` whether the jurisdiction's witnesses signed.
    """

    giver: Giver
    assent: Assent
    jurisdiction: str
    language: str
    form_version: str
    method: Method
    reference: str
    given_on: date
    scopes: frozenset[Scope]
    expires_at: datetime | None = None
    authority: Authority | None = None
    witnessed: bool = False


class BadTerms(Refusal):
    """Consent that would be none."""


@dataclass(frozen=True)
class Circumstances:
    """What the terms are held against: the rules of the place, the patient's age, and the case."""

    place: Jurisdiction
    age: AgeBand
    is_synthetic: bool
    at: datetime


def check(terms: Terms, given: Circumstances) -> None:
    """Raise BadTerms with the first fault."""
    for holds, message in (*_general(terms, given), *_of_giver(terms, given), *_of_place(terms, given)):
        if holds:
            raise BadTerms(message)


Faults = Iterator[tuple[bool, str]]


def _general(terms: Terms, given: Circumstances) -> Faults:
    lacks_reference = terms.method not in SIGNED and not terms.reference.strip()
    is_over = terms.expires_at is not None and terms.expires_at <= given.at
    invented = terms.method is Method.SYNTHETIC and not given.is_synthetic
    in_future = terms.given_on > (given.at + EASTERNMOST).date()
    yield Scope.LIBRARY not in terms.scopes, mark("Consent must cover the library, or there is nothing to share.")
    yield lacks_reference, mark("Say under which reference the signed form is kept.")
    yield in_future, mark("Consent can't have been given in the future.")
    yield is_over, mark("Consent that has run out already can't be recorded.")
    yield invented, mark("Only an invented case can do with an invented consent.")


def _of_giver(terms: Terms, given: Circumstances) -> Faults:
    place, age, giver = given.place, given.age, terms.giver
    by_parent, asked = giver is Giver.PARENT, terms.assent is not Assent.NOT_APPLICABLE
    too_young = terms.assent is Assent.TOO_YOUNG
    yield by_parent != asked, mark("Say whether the child agreed, or was too young to be asked.")
    yield giver not in place.givers, mark("Under these rules nobody can consent for a patient who has died.")
    yield (
        giver is Giver.PATIENT and not jurisdictions.can_decide(place, age),
        mark("Under these rules the patient is too young to decide alone: a parent or guardian decides, too."),
    )
    yield (
        by_parent and not jurisdictions.can_have_parents_decide(place, age),
        mark("Under these rules a patient of this age is not a child: no parent decides."),
    )
    yield (
        too_young and not jurisdictions.can_be_too_young_to_ask(place, age),
        mark("Under these rules a child of this age is asked, and must agree."),
    )


def _of_place(terms: Terms, given: Circumstances) -> Faults:
    place, can_be = given.place, AUTHORITIES[terms.giver]
    asks_authority = Ask.AUTHORITY in place.asks and bool(can_be)
    fits = terms.authority in can_be if asks_authority else terms.authority is None
    asks_day = Ask.LAST_DAY in place.asks or place.longest_years is not None
    yield not fits, mark("Say what lets this person decide for the patient.")
    yield asks_day and terms.expires_at is None, mark("Under these rules consent needs a last day.")
    yield Ask.WITNESSES in place.asks and not terms.witnessed, mark("Under these rules two witnesses sign as well.")
    yield _holds_too_long(terms, given), mark("Under these rules consent can't hold for so long.")


def _holds_too_long(terms: Terms, given: Circumstances) -> bool:
    longest = given.place.longest_years
    return longest is not None and terms.expires_at is not None and terms.expires_at > given.at + longest * YEAR
