"""Which occupation may do what in which country: each pair has an answer, and what isn't known is denied."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts import queries, regions, services
from app.accounts.labels import ABILITIES
from app.accounts.regions import ISO_3166, LETTERS, REGISTERED_IN, abilities, is_registered, standing_of
from app.accounts.registers import REGISTERS, registers_of
from app.accounts.rules import STUDENTS, Occupation
from app.kernel.errors import Refusal
from app.kernel.settings import ROOT
from app.policy.actor import Ability, Role, Standing
from app.policy.rules import Permission, may
from tests.clock import HeldClock
from tests.people import People

WITH_CONSENT_FORM = {
    "CA",
    "US",
    "GB",
    "IE",
    "AU",
    "NZ",
    "FR",
    "ES",
    "DE",
    "BR",
    "MX",
    "IN",
    "ZA",
    "KE",
    "NG",
    "JP",
    "SG",
}
occupations, countries = st.sampled_from(Occupation), st.sampled_from(sorted(ISO_3166))


@given(occupations, countries)
def test_every_occupation_in_every_country_has_an_answer(occupation: Occupation, country: str) -> None:
    may_do = abilities(occupation, country)
    assert may_do <= frozenset(Ability)
    assert Ability.COMMENT in may_do or not may_do, "nobody shares without discussing"
    assert Ability.SHARE in may_do or Ability.CONFIRM not in may_do, "nobody confirms without sharing"
    assert bool(may_do) is (occupation is not Occupation.NOT_IN_HEALTHCARE)


@given(occupations, countries)
def test_nobody_shares_whom_no_law_registers(occupation: Occupation, country: str) -> None:
    assert (Ability.SHARE in abilities(occupation, country)) is is_registered(occupation, country)


@given(occupations, st.text(max_size=3).filter(lambda text: text not in ISO_3166))
def test_where_there_is_no_such_country_nobody_may_anything(occupation: Occupation, country: str) -> None:
    assert abilities(occupation, country) == frozenset()
    assert standing_of(occupation, country, is_verified=True) is Standing.MEMBER


@given(occupations, countries)
def test_without_a_verification_everybody_is_a_plain_member(occupation: Occupation, country: str) -> None:
    assert standing_of(occupation, country, is_verified=False) is Standing.MEMBER


@given(st.sampled_from(sorted(STUDENTS)), countries)
def test_students_discuss_and_nothing_else(occupation: Occupation, country: str) -> None:
    assert abilities(occupation, country) == {Ability.COMMENT}
    assert standing_of(occupation, country, is_verified=True) is Standing.STUDENT


@pytest.mark.parametrize(
    ("occupation", "country", "allowed"),
    [
        (Occupation.PHYSICIAN, "AQ", "share confirm comment moderate"),
        (Occupation.RESIDENT, "IN", "share confirm comment"),
        (Occupation.NURSE, "SE", "share comment moderate"),
        (Occupation.NURSE, "AQ", "comment"),
        (Occupation.PHYSICIAN_ASSISTANT, "US", "share confirm comment"),
        (Occupation.PHYSICIAN_ASSISTANT, "GB", "share comment"),
        (Occupation.PHYSICIAN_ASSISTANT, "DE", "comment"),
        (Occupation.DENTIST, "JP", "share confirm comment moderate"),
        (Occupation.THERAPIST, "MX", "comment"),
        (Occupation.FACULTY, "GB", "comment moderate"),
        (Occupation.OTHER_HEALTHCARE, "CA", "comment"),
        (Occupation.NOT_IN_HEALTHCARE, "CA", ""),
    ],
)
def test_the_table_says(occupation: Occupation, country: str, allowed: str) -> None:
    assert {ability.value for ability in abilities(occupation, country)} == set(allowed.split())


def test_at_least_forty_countries_are_looked_up_among_them_those_with_a_consent_form() -> None:
    assert len(REGISTERED_IN) >= 40
    assert set(REGISTERED_IN) >= WITH_CONSENT_FORM
    assert set(REGISTERED_IN) | set(REGISTERS) <= ISO_3166
    assert {letter for letters in REGISTERED_IN.values() for letter in letters} == set(LETTERS)


def test_every_country_that_can_be_chosen_is_one_of_the_table() -> None:
    named = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()}
    assert named >= ISO_3166


def test_registers_are_named_by_pages_with_tls_and_list_only_whom_law_registers() -> None:
    for country, registers in REGISTERS.items():
        for register in registers:
            assert register.url.startswith("https://"), register.name
            assert set(register.letters) - {"m"} <= set(REGISTERED_IN[country]), (country, register.name)
    assert [each.name for each in registers_of("GB", Occupation.NURSE)] == ["Nursing and Midwifery Council"]
    assert registers_of("GB", Occupation.STUDENT_MEDICINE) == registers_of("AQ", Occupation.NURSE) == ()


def test_whoever_shares_is_listed_in_a_register_or_named_by_the_law_that_the_page_cites() -> None:
    """Sectoral professions of the European Union and its neighbours (Directive 2005/36/EC), and Japan's statutes."""
    sectoral = {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "JP"),
        *("LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
    for country, letters in REGISTERED_IN.items():
        listed = {letter for register in REGISTERS.get(country, ()) for letter in register.letters}
        assert set(letters) - listed - (set("npd") if country in sectoral else set()) == set(), country


def test_every_looked_up_country_stands_in_the_page_about_it() -> None:
    page = Path(ROOT / "docs" / "regions.md").read_text(encoding="utf-8")
    assert [country for country in REGISTERED_IN if f"| {country} |" not in page] == []


def test_every_ability_has_a_name_on_the_page() -> None:
    assert set(ABILITIES) == set(Ability)


def test_the_table_drives_permissions(session: Session, people: People, clock: HeldClock) -> None:
    account = people.account_in(session, "clara")
    account.occupation, account.country = Occupation.PHYSICIAN_ASSISTANT, "DE"
    in_germany = queries.actor_of(account, clock.now())
    account.country = "US"
    in_america = queries.actor_of(account, clock.now())
    assert (may(in_germany, Permission.CREATE_CASE), may(in_america, Permission.CREATE_CASE)) == (False, True)
    later = queries.actor_of(account, clock.now() + timedelta(days=400))
    assert later.abilities == frozenset()
    assert not may(later, Permission.CREATE_CASE)


def test_an_occupation_without_moderation_loses_the_role_and_is_not_given_it(
    session: Session, people: People, clock: HeldClock
) -> None:
    max_, sam = people.account_in(session, "max"), people.account_in(session, "sam")
    assert Role.MODERATOR in queries.actor_of(max_, clock.now()).roles
    max_.occupation = Occupation.OTHER_HEALTHCARE
    assert queries.actor_of(max_, clock.now()).roles == frozenset()
    with pytest.raises(Refusal, match="moderation"):
        services.grant_role(session, sam, Role.MODERATOR, by=None, at=clock.now())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("sam", "Students study and discuss."),
        ("nobody", "For healthcare professions and their students."),
        ("clara", "Operators entrust people with it."),
        ("faye", "Not open to your occupation in your country."),
    ],
)
def test_the_account_page_says_why_not(people: People, name: str, says: str) -> None:
    assert says in people.client(name).get("/account").text


def test_the_account_page_names_the_country_without_a_register(people: People, session: Session) -> None:
    account = people.account_in(session, "clara")
    account.occupation, account.country = Occupation.NURSE, "AQ"
    session.commit()
    page = people.client("clara").get("/account").text
    assert "no register that law keeps of your occupation in Antarctica" in page
    assert people.client("clara").get("/cases/new").status_code == 403
    assert regions.ELSEWHERE == ""
