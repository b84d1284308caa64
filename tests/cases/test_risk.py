"""The re-identification risk sheet: what it sees, and what one click does about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.queries import actor_of
from app.cases import jobs, queries, services
from app.cases.identifiers import look_through_case
from app.cases.models import Case
from app.cases.risk import DELAY, Remedy, Risk, RiskKind, risks
from app.cases.rules import AgeBand, CaseStatus
from app.deid.answering import Kept
from app.deid.quasi_identifiers import communities, events, exact_ages, rare_diseases, with_age_bands
from app.kernel.errors import NotAllowed
from app.media.rules import ScanState
from app.ops.house import House
from app.policy.actor import Actor
from tests.cases.making import Making, draft_in, publish, review, submit
from tests.clock import HeldClock
from tests.people import People


@dataclass
class Desk:
    """Clara, who works somewhere, writes cases beside an unremarkable one."""

    house: House
    session: Session
    clara: Actor
    omar: Actor
    max: Actor
    clock: HeldClock

    def write(self, **text: Any) -> Case:
        return draft_in(self.session, self.house.store, self.clara, at=self.clock.now(), **text)

    def remedy(self, case: Case, which: Remedy) -> None:
        services.remedy(self.session, self.clara, case, which, at=self.clock.now())


@pytest.fixture
def desk(house: House, session: Session, people: People, clock: HeldClock) -> Desk:
    names = ("clara", "omar", "max")
    accounts = {name: people.account_in(session, name) for name in names}
    accounts["clara"].institution = "Northern Lights Clinic"
    clara, omar, judge = (actor_of(account, clock.now()) for account in accounts.values())
    made = Desk(house, session, clara, omar, judge, clock)
    made.write(title="Noise")
    return made


def kinds(case: Case) -> list[RiskKind]:
    return [risk.kind for risk in risks(case)]


def line(case: Case, kind: RiskKind) -> Risk:
    return next(risk for risk in risks(case) if risk.kind is kind)


def test_an_unremarkable_case_has_an_empty_sheet(desk: Desk) -> None:
    assert risks(desk.write()) == []


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("A 43-year-old woman with a cough.", RiskKind.EXACT_AGE, "43-year-old"),
        ("Seen after a bus crash with a dozen others.", RiskKind.EVENT, "bus crash"),
        ("A fisherman from a small village.", RiskKind.SMALL_COMMUNITY, "small village"),
        ("Known Fabry disease.", RiskKind.RARE_AND_PLACE, "Fabry disease"),
    ],
)
def test_words_that_can_point_at_somebody_are_on_the_sheet(desk: Desk, text: str, kind: RiskKind, word: str) -> None:
    assert word in line(desk.write(history=text), kind).words


def test_the_authors_own_note_of_a_rare_disease_counts_too(desk: Desk) -> None:
    risk = line(desk.write(working_diagnosis="Fabry disease"), RiskKind.RARE_AND_PLACE)
    assert risk.words == ("Fabry disease", "Northern Lights Clinic")


def test_age_bands_replace_every_exact_age_and_fill_in_the_form(desk: Desk) -> None:
    case = desk.write(
        presentation="A 43-year-old woman.", history="At the age of 43 it began.", age_band=AgeBand.UNKNOWN
    )
    desk.remedy(case, Remedy.AGE_BANDS)
    assert case.presentation == "A 40- to 49-year-old woman."
    assert case.history == "At the age of 40 to 49 it began."
    assert case.age_band is AgeBand.FROM_40
    assert kinds(case) == []


def test_an_age_that_the_author_has_stated_is_not_overwritten(desk: Desk) -> None:
    case = desk.write(history="Her 12-year-old son.", age_band=AgeBand.FROM_40)
    desk.remedy(case, Remedy.AGE_BANDS)
    assert case.age_band is AgeBand.FROM_40


def test_relative_days_replace_a_date_that_was_kept(desk: Desk) -> None:
    case = desk.write(history="Admitted on 3 March 2021 with fever.")
    (question,) = queries_of(case)
    kept = {question: Kept("the day of the eclipse")}
    services.answer_identifiers(desk.session, desk.clara, case, kept, at=desk.clock.now())
    assert "3 march 2021" in line(case, RiskKind.EXACT_DATE).words
    desk.remedy(case, Remedy.RELATIVE_DAYS)
    assert "2021" not in case.history
    assert RiskKind.EXACT_DATE not in kinds(case)


def queries_of(case: Case) -> list[str]:
    return [question.key for question in look_through_case(case).questions]


def test_where_the_author_works_can_be_hidden(desk: Desk) -> None:
    case = desk.write(history="Known Fabry disease.")
    desk.remedy(case, Remedy.HIDE_PLACE)
    assert not case.shows_place
    assert line(case, RiskKind.RARE_AND_PLACE).is_remedied


def test_a_delayed_case_is_read_by_nobody_until_its_time_has_come(desk: Desk) -> None:
    case = desk.write(history="After a bus crash.")
    desk.remedy(case, Remedy.DELAY)
    assert line(case, RiskKind.EVENT).is_remedied
    making = Making(desk.session, case, desk.clara, desk.max, desk.clock.now())
    for step in (submit, review, publish):
        step(making)
    desk.session.commit()
    assert case.status is CaseStatus.PUBLISHED
    assert case.id not in seen_by(desk, desk.omar)
    desk.clock.move(DELAY - timedelta(seconds=1))
    assert jobs.begin_showing_due(desk.house.database, desk.clock) == 0
    assert case.id not in seen_by(desk, desk.omar)
    desk.clock.move(timedelta(seconds=1))
    assert case.id in seen_by(desk, desk.omar)
    assert jobs.begin_showing_due(desk.house.database, desk.clock) == 1
    assert jobs.begin_showing_due(desk.house.database, desk.clock) == 0


def seen_by(desk: Desk, actor: Actor) -> list[int]:
    with desk.house.database.reading() as session:
        visible = queries.visible_to(replace(actor, at=desk.clock.now()))
        return [case.id for case in session.scalars(visible).unique()]


def test_pictures_that_no_detector_saw_are_on_the_sheet(desk: Desk) -> None:
    case = desk.write()
    case.pictures[0].image.scan = ScanState.OFF
    assert line(case, RiskKind.NOT_SCANNED).counts == (1,)


def test_nobody_but_the_author_applies_a_remedy(desk: Desk, people: People) -> None:
    case = desk.write(history="After a bus crash.")
    with pytest.raises(NotAllowed):
        services.remedy(desk.session, desk.omar, case, Remedy.DELAY, at=desk.clock.now())


@pytest.mark.parametrize(("name", "status"), [("clara", 302), ("omar", 404), ("sam", 404), ("max", 404)], ids=str)
def test_the_button_is_the_authors_alone(
    house: House, people: People, clock: HeldClock, name: str, status: int
) -> None:
    clara = people.actor("clara")
    with house.database.writing() as session:
        case = draft_in(session, house.store, clara, at=clock.now(), history="A 43-year-old man.")
    answer = people.client(name).post(f"/cases/{case.id}/remedies", data={"remedy": "age_bands"})
    assert answer.status_code == status
    with house.database.reading() as session:
        assert ("43-year-old" in session.get_one(Case, case.id).history) == (status == 404)


def test_a_remedy_that_does_not_exist_is_not_found(house: House, people: People, clock: HeldClock) -> None:
    clara = people.actor("clara")
    with house.database.writing() as session:
        case = draft_in(session, house.store, clara, at=clock.now())
    assert people.client("clara").post(f"/cases/{case.id}/remedies", data={"remedy": "magic"}).status_code == 404


@given(st.text(max_size=200) | st.from_regex(r"(a|an|the) [0-9]{1,2}[- ](year|yr)s?[- ]old", fullmatch=True))
def test_writing_age_bands_twice_changes_nothing_more(text: str) -> None:
    once = with_age_bands(text)
    assert with_age_bands(once) == once


@pytest.mark.parametrize(
    ("look", "text"),
    [
        (exact_ages, "120/80 at 14 F catheter, day 3, 5/10, L4/5, a 7-month-old, aged 40 to 49"),
        (events, "a crash of monitors, the fire of zoster, train of four"),
        (communities, "islands of spared skin, athlete's foot, a pilot study, we judge it benign"),
        (rare_diseases, "influenza, a rarely used drug, medium rare steak"),
    ],
)
def test_ordinary_words_are_no_sign(look: Callable[[str], list[str]], text: str) -> None:
    assert look(text) == []


def test_a_case_whose_picture_looks_like_one_of_another_case_says_so_to_who_may_read_that(desk: Desk) -> None:
    other, case = desk.write(title="The first"), desk.write(title="The second")
    for one in (other, case):
        one.pictures[0].image.perceptual_hash = "ab" * 32
    desk.session.flush()
    assert [found.title for found in queries.look_alikes(desk.session, desk.max, case)] == ["The first"]
    assert queries.look_alikes(desk.session, desk.omar, case) == []
