"""The table of jurisdictions: what the service takes is what the table allows, for every combination."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.queries import actor_of
from app.cases import services as cases
from app.cases.content import CaseContent
from app.cases.rules import AgeBand
from app.consent import forms_folder, services
from app.consent.jurisdictions import AGES, BY_CODE, LIVING, TABLE, Ask, Jurisdiction
from app.consent.rules import AUTHORITIES, Assent, Authority, Giver, Method, Scope
from app.consent.terms import BadTerms, Circumstances, Terms, check
from app.kernel.outbox import Outbox
from app.kernel.settings import ROOT
from app.ops.house import House
from tests.people import People

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
WANTED = {
    "canada-ontario", "usa", "uk", "ireland", "australia", "new-zealand", "eu-general", "france", "spain", "germany",
    "brazil", "mexico", "india", "south-africa", "kenya", "nigeria", "japan", "singapore", "generic",
}  # fmt: skip
MANY_TERMS = st.builds(
    Terms,
    giver=st.sampled_from(Giver),
    assent=st.sampled_from(Assent),
    jurisdiction=st.sampled_from([place.code for place in TABLE]),
    language=st.just("en"),
    form_version=st.just("1"),
    method=st.sampled_from(Method),
    reference=st.sampled_from(["Binder 7", " "]),
    given_on=st.sampled_from([NOW.date(), NOW.date() + timedelta(days=2)]),
    scopes=st.frozensets(st.sampled_from(Scope)),
    expires_at=st.sampled_from([None, NOW, NOW + timedelta(days=30), NOW + timedelta(days=9000)]),
    authority=st.one_of(st.none(), st.sampled_from(Authority)),
    witnessed=st.booleans(),
)


def reads_as_allowed(terms: Terms, place: Jurisdiction, age: AgeBand) -> bool:
    """The row read by itself, one sentence of docs/consent.md a line."""
    needed = AUTHORITIES[terms.giver] if Ask.AUTHORITY in place.asks else frozenset()
    on_screen = terms.method in (Method.SIGNED_HERE, Method.SIGNED_BY_LINK)
    return (
        Scope.LIBRARY in terms.scopes
        and terms.giver in place.givers
        and _age_allows(terms, place, *AGES[age])
        and terms.authority in (needed or {None})
        and _time_allows(terms, place)
        and (terms.witnessed or Ask.WITNESSES not in place.asks)
        and (on_screen or terms.reference.strip() != "")
        and terms.given_on <= NOW.date()
    )


def _age_allows(terms: Terms, place: Jurisdiction, youngest: int, oldest: int) -> bool:
    if terms.giver is Giver.PARENT:
        is_child = place.parents_until is None or youngest < place.parents_until
        can_be_asked = place.assent_from is not None and youngest >= place.assent_from
        answers = {Assent.GIVEN} if can_be_asked else {Assent.GIVEN, Assent.TOO_YOUNG}
        return is_child and terms.assent in answers
    decides = terms.giver is not Giver.PATIENT or place.decides_from is None or oldest >= place.decides_from
    return decides and terms.assent is Assent.NOT_APPLICABLE


def _time_allows(terms: Terms, place: Jurisdiction) -> bool:
    if terms.expires_at is None:
        return Ask.LAST_DAY not in place.asks and place.longest_years is None
    longest = timedelta(days=366 * (place.longest_years or 999))
    return NOW < terms.expires_at <= NOW + longest


@settings(max_examples=2000)
@given(terms=MANY_TERMS, age=st.sampled_from(AgeBand))
def test_what_is_taken_is_exactly_what_the_row_allows(terms: Terms, age: AgeBand) -> None:
    place = BY_CODE[terms.jurisdiction]
    circumstances = Circumstances(place, age, is_synthetic=True, at=NOW)
    try:
        check(terms, circumstances)
    except BadTerms:
        assert not reads_as_allowed(terms, place, age)
    else:
        assert reads_as_allowed(terms, place, age)


def whole(place: Jurisdiction, giver: Giver, assent: Assent, scopes: frozenset[Scope]) -> Terms:
    """Terms that have everything a place may ask for."""
    able = sorted(AUTHORITIES[giver]) if Ask.AUTHORITY in place.asks else []
    return Terms(
        giver=giver,
        assent=assent,
        jurisdiction=place.code,
        language=place.languages[0],
        form_version=forms_folder.newest(forms_folder.CONTENT, place.code, place.languages[0]),
        method=Method.PAPER_AT_INSTITUTION,
        reference="Binder 7",
        given_on=NOW.date(),
        scopes=scopes,
        expires_at=NOW + timedelta(days=30),
        authority=able[0] if able else None,
        witnessed=True,
    )


SCOPES = [frozenset(), frozenset({Scope.LIBRARY}), frozenset({Scope.QUIZ}), frozenset(Scope)]
AGE_OF_ALL = (AgeBand.FROM_1, AgeBand.FROM_5, AgeBand.FROM_15, AgeBand.FROM_50, AgeBand.UNKNOWN)


@pytest.mark.parametrize("place", TABLE, ids=lambda place: place.code)
def test_every_giver_assent_and_scope_through_the_service(
    place: Jurisdiction, session: Session, house: House, people: People
) -> None:
    """The database's own constraints must agree with the table, too: each accepted record is flushed."""
    clara = actor_of(people.account_in(session, "clara"), house.clock.now())
    taken = 0
    for age in AGE_OF_ALL:
        case = cases.start(session, clara, at=NOW)
        cases.edit(session, clara, case, CaseContent(title="Itch", age_band=age), at=NOW)
        for giver in Giver:
            for assent in Assent:
                for scopes in SCOPES:
                    terms = whole(place, giver, assent, scopes)
                    is_allowed = reads_as_allowed(terms, place, age)
                    attempt = session.begin_nested()
                    try:
                        services.record(session, Outbox(session, NOW), clara, case, terms, at=NOW)
                        session.flush()
                        assert is_allowed, terms
                        taken += 1
                    except BadTerms:
                        assert not is_allowed, terms
                    attempt.rollback()
                    session.expire(case)
    assert taken > 0


def test_the_table_has_the_places_that_were_agreed_each_once() -> None:
    assert set(BY_CODE) == WANTED
    assert len(TABLE) == len(BY_CODE)


@pytest.mark.parametrize("place", TABLE, ids=lambda place: place.code)
def test_a_row_is_sound(place: Jurisdiction) -> None:
    assert place.givers >= LIVING  # a refusal says that the patient has died
    assert "en" in place.languages
    for age in AgeBand:
        patient = whole(place, Giver.PATIENT, Assent.NOT_APPLICABLE, frozenset(Scope))
        parent = whole(place, Giver.PARENT, Assent.GIVEN, frozenset(Scope))
        assert any(reads_as_allowed(terms, place, age) for terms in (patient, parent)), (place.code, age)


def test_every_place_and_language_of_the_table_has_a_form_and_no_form_is_without_a_row() -> None:
    wanted = {(place.code, language) for place in TABLE for language in place.languages}
    assert {(form.jurisdiction, form.language) for form in forms_folder.all_forms() if form.in_use} == wanted


@pytest.mark.parametrize(
    ("code", "giver", "assent", "age", "said"),
    [
        ("eu-general", Giver.ESTATE, Assent.NOT_APPLICABLE, AgeBand.FROM_50, "patient who has died"),
        ("usa", Giver.PATIENT, Assent.NOT_APPLICABLE, AgeBand.FROM_10, "too young to decide alone"),
        ("canada-ontario", Giver.PARENT, Assent.GIVEN, AgeBand.FROM_20, "is not a child"),
        ("germany", Giver.PARENT, Assent.TOO_YOUNG, AgeBand.FROM_10, "is asked, and must agree"),
    ],
)
def test_a_wrong_combination_is_refused_in_words_that_say_which(
    code: str, giver: Giver, assent: Assent, age: AgeBand, said: str
) -> None:
    place = BY_CODE[code]
    with pytest.raises(BadTerms, match=said):
        check(whole(place, giver, assent, frozenset(Scope)), Circumstances(place, age, is_synthetic=False, at=NOW))


def test_in_ontario_a_capable_person_of_any_age_decides() -> None:
    place = BY_CODE["canada-ontario"]
    terms = whole(place, Giver.PATIENT, Assent.NOT_APPLICABLE, frozenset(Scope))
    check(terms, Circumstances(place, AgeBand.FROM_10, is_synthetic=False, at=NOW))


def test_the_documentation_says_what_the_table_says() -> None:
    def row(place: Jurisdiction) -> str:
        ages = (place.decides_from, place.parents_until, place.assent_from)
        numbers = " | ".join(str(age or "-") for age in ages)
        asks = ", ".join(ask.value.replace("_", " ") for ask in Ask if ask in place.asks) or "-"
        return f"| {place.code} | {numbers} | {'yes' if Giver.ESTATE in place.givers else 'no'} | {asks} |"

    lines = (ROOT / "docs" / "consent.md").read_text(encoding="utf-8").splitlines()
    assert [row(place) for place in TABLE if row(place) not in lines] == []
    assert [place.code for place in TABLE if not any(line.startswith(f"- **{place.code}.**") for line in lines)] == []
