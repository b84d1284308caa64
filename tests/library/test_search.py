"""Searching the library: what is found by whom, and that neither a stale nor a broken index changes that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import update

from app import wiring
from app.accounts.rules import Specialty
from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import AgeBand, CaseStatus, EndReason, Modality, Sex
from app.kernel.outbox import Outbox
from app.library import jobs, queries
from app.library.index import Hit, SearchIndex
from app.library.rules import PAGE_SIZE, Query, Sort
from app.ops.house import House
from app.policy.actor import nobody
from app.threads.models import Opinion, Resolution
from app.threads.rules import Basis, Certainty, ResolutionStatus
from tests.cases.making import case_in, published_case
from tests.clock import HeldClock
from tests.counting import statements
from tests.library.conftest import Make
from tests.people import People


def found(house: House, people: People, text: str, name: str = "sam", **parts: Any) -> list[int]:
    return [case.id for case in results(house, people, text, name, **parts).cases]


def results(house: House, people: People, text: str, name: str = "sam", **parts: Any) -> queries.Results:
    with house.database.reading() as session:
        return queries.search(session, house.index, people.actor(name), Query(text=text, **parts))


def end(house: House, people: People, case: Case) -> None:
    """Withdraw a case without telling the index."""
    author, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        current = session.get_one(Case, case.id)
        cases.end(session, Outbox(session, at), author.id, current, reason=EndReason.AUTHOR, at=at)


def resolve(house: House, people: People, case: Case, diagnosis: str) -> None:
    """A confirmed resolution, as threads leave it, with the index told."""
    at, omar = house.clock.now(), people.actor("omar")
    with house.database.writing() as session:
        current = session.get_one(Case, case.id)
        session.add(
            Resolution(
                case_id=case.id,
                status=ResolutionStatus.CONFIRMED,
                diagnosis=diagnosis,
                basis=Basis.MICROBIOLOGY_GENETICS,
                certainty=Certainty.CERTAIN,
                explanation="Seen under the microscope.",
                proposed_by=current.author_id,
                proposed_at=at,
                confirmed_by=omar.id,
                confirmed_at=at,
            )
        )
        cases.resolve(session, Outbox(session, at), omar, current, at=at)
    jobs.refresh_case(house.database, house.index, house.clock, case.id)


def open_thread(house: House, people: People, case: Case, name: str, *, skipped: bool = False) -> None:
    actor = people.actor(name)
    with house.database.writing() as session:
        session.add(
            Opinion(
                case_id=case.id,
                account_id=actor.account_id,
                skipped=skipped,
                standing=actor.standing,
                given_at=house.clock.now(),
            )
        )


@pytest.mark.parametrize(
    "typed", ["burrow", "BURROWS", "tumor", "meniere", "heaviness", "dermatology", "photo", '"dark point"', "3"]
)
def test_a_case_is_found_by_any_form_of_its_words(house: House, people: People, make: Make, typed: str) -> None:
    case = make(history="A tumour was feared 3 years ago; Ménière's disease is known.", tags=("heaviness",))
    assert found(house, people, typed) == [case.id]


def test_filters_and_status_narrow_down(house: House, people: People, make: Make) -> None:
    case = make(specialty=Specialty.CARDIOLOGY, modality=Modality.ECG, age_band=AgeBand.FROM_60, sex=Sex.MALE)
    make()
    for narrowed in (
        {"specialty": Specialty.CARDIOLOGY},
        {"modality": Modality.ECG},
        {"age_band": AgeBand.FROM_60},
        {"sex": Sex.MALE},
    ):
        assert found(house, people, "itch", **narrowed) == [case.id]
        assert found(house, people, "", **narrowed) == [case.id]
    assert found(house, people, "itch", specialty=Specialty.CARDIOLOGY, sex=Sex.FEMALE) == []


def test_open_and_resolved_are_told_apart(house: House, people: People, make: Make) -> None:
    waiting, known = make(), make()
    resolve(house, people, known, "Scabies")
    for text in ("itch", "night"):
        assert found(house, people, text, resolved=True) == [known.id]
        assert found(house, people, text, resolved=False) == [waiting.id]


def test_the_newest_come_first_without_words_and_on_request(
    house: House, people: People, make: Make, clock: HeldClock
) -> None:
    older = make(title="Itch, itch, itch", tags=("itch",))
    clock.move(timedelta(hours=1))
    newer = make(title="Another thing", examination="A long text in which itch is one word of many others.", tags=())
    assert found(house, people, "")[:2] == [newer.id, older.id]
    assert found(house, people, "itch") == [older.id, newer.id]
    assert found(house, people, "itch", sort=Sort.NEWEST) == [newer.id, older.id]


def test_words_that_no_case_holds_together_give_what_comes_close_and_say_so(
    house: House, people: People, make: Make
) -> None:
    case = make()
    close = results(house, people, "burows telangiectasia")
    assert ([found.id for found in close.cases], close.is_loose) == ([case.id], True)
    assert not results(house, people, "burrows").is_loose
    nothing = results(house, people, "xylophone")
    assert (nothing.total, nothing.is_loose, nothing.page, nothing.pages) == (0, False, 1, 1)


def test_i6_a_withdrawn_case_is_gone_at_once_even_while_the_index_still_has_it(
    house: House, people: People, make: Make
) -> None:
    case = make()
    end(house, people, case)
    assert [hit.case_id for hit in house.index.search("burrow", {}, limit=9)] == [case.id]
    for text in ("burrow", "burows", ""):
        assert case.id not in found(house, people, text)


def test_i14_a_case_whose_consent_has_run_out_is_not_found(
    house: House, people: People, make: Make, clock: HeldClock
) -> None:
    case = make()
    with house.database.writing() as session:
        session.execute(update(Case).where(Case.id == case.id).values(consent_ends_at=clock.now() + timedelta(days=1)))
    assert found(house, people, "burrow") == [case.id]
    clock.move(timedelta(days=1))
    assert found(house, people, "burrow") == []


def test_i11_only_what_is_published_reaches_the_index(house: House, people: People, make: Make) -> None:
    for status in CaseStatus:
        case = case_in(status, house, people)
        jobs.refresh_case(house.database, house.index, house.clock, case.id)
        indexed = case.id in {hit.case_id for hit in house.index.search("itch", {}, limit=50)}
        assert indexed == (status in {CaseStatus.PUBLISHED, CaseStatus.RESOLVED}), status
    assert jobs.rebuild(house.database, house.index, house.clock) == 3


def test_i19_events_in_any_order_and_twice_leave_what_the_database_says(
    house: House, people: People, make: Make
) -> None:
    case = make()
    end(house, people, case)
    for _ in range(2):
        jobs.refresh_case(house.database, house.index, house.clock, case.id)
    assert house.index.search("burrow", {}, limit=9) == []
    jobs.refresh_case(house.database, house.index, house.clock, 4711)


def test_publishing_and_ending_reach_the_index_through_the_outbox(house: House, people: People) -> None:
    case = published_case(house, people)
    house.jobs.enqueue("after_commit")
    assert [hit.case_id for hit in house.index.search("burrow", {}, limit=9)] == [case.id]
    end(house, people, case)
    house.jobs.enqueue("after_commit")
    assert house.index.search("burrow", {}, limit=9) == []


def test_a_diagnosis_leads_to_a_case_only_for_those_who_may_know_it(house: House, people: People, make: Make) -> None:
    case, other = make(), make(title="Another itch")
    resolve(house, people, case, "Sarcoptic mange")
    open_thread(house, people, case, "sofia", skipped=True)
    open_thread(house, people, other, "sam")
    for name in ("sofia", "clara", "max", "faye"):
        assert found(house, people, "mange", name) == [case.id], name
    for name in ("sam", "omar", "nobody", "priya"):
        for typed in ("mange", "sarcoptic", '"sarcoptic mange"', "sarcoptc"):
            assert case.id not in found(house, people, typed, name), (name, typed)
        both = results(house, people, "mange itch", name)
        assert both.is_loose, name


def test_a_diagnosis_lifts_no_case_for_those_who_may_not_know_it(house: House, people: People, make: Make) -> None:
    suspected = "Somebody thought of mange."
    first, second = make(history=suspected), make(history=suspected)
    resolve(house, people, first, "Mange")
    before = [second.id, first.id]
    assert found(house, people, "mange", "sam") == before
    assert found(house, people, "mange", "max") == [first.id, second.id]


def test_who_may_not_read_finds_nothing(house: House, people: People, make: Make) -> None:
    make()
    stranger = nobody(house.clock.now(), reads_library=False)
    guest = nobody(house.clock.now(), reads_library=True)
    with house.database.reading() as session:
        for text in ("itch", ""):
            assert queries.search(session, house.index, stranger, Query(text)).total == 0
            assert queries.search(session, house.index, guest, Query(text)).total > 0
        assert queries.newest(session, stranger, 5) == []
        assert queries.specialties(session, stranger) == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the engine leaves broken files open
def test_i18_without_an_index_the_database_answers_and_says_so(house: House, people: People, make: Make) -> None:
    case = make(title="100 % itch_free", tags=("wheals",))
    hidden = case_in(CaseStatus.HIDDEN, house, people)
    for path in house.settings.index.glob("g*/*"):
        path.write_bytes(b"broken")
    for typed in ("Itch_FREE", "100 %", "burrows", "wheals", '"itch_free"'):
        basic = results(house, people, typed)
        assert basic.is_basic
        assert case.id in {found.id for found in basic.cases}, typed
        assert hidden.id not in {found.id for found in basic.cases}
    assert results(house, people, "itch%free").total == 0
    assert not results(house, people, "").is_basic


def test_i18_the_next_event_rebuilds_a_broken_index_whole(house: House, people: People, make: Make) -> None:
    case = make()
    (house.settings.index / "current").unlink()
    assert results(house, people, "burrow").is_basic
    jobs.refresh_case(house.database, house.index, house.clock, 4711)
    restored = results(house, people, "burrow")
    assert (restored.is_basic, [found.id for found in restored.cases]) == (False, [case.id])


def test_results_come_in_pages_and_a_page_too_far_is_the_last(house: House, people: People, make: Make) -> None:
    for number in range(PAGE_SIZE + 2):
        published_case(house, people, title=f"Itch number {number}")
    assert wiring.rebuild_index(house) == PAGE_SIZE + 3
    for text in ("number", ""):
        first, last = results(house, people, text), results(house, people, text, page=99)
        assert (len(first.cases), first.page, first.pages) == (PAGE_SIZE, 1, 2)
        assert last.page == 2
        assert not {case.id for case in first.cases} & {case.id for case in last.cases}
        assert len(first.cases) + len(last.cases) == first.total


class Lying:
    """An index that proposes what it shouldn't."""

    def __init__(self, case_ids: list[int]) -> None:
        self._case_ids = case_ids

    def search(self, *_asked: object, **_how: object) -> list[Hit]:
        return [Hit(case_id, 1.0) for case_id in self._case_ids]


def test_whatever_an_index_proposes_only_what_the_reader_may_see_is_shown(house: House, people: People) -> None:
    cases_by_status = {status: case_in(status, house, people) for status in CaseStatus}
    proposed = [case.id for case in cases_by_status.values()] + [4711]
    lying = cast(SearchIndex, Lying(proposed))
    with house.database.reading() as session:
        for name in ("sam", "clara", "max"):
            shown = queries.search(session, lying, people.actor(name), Query("itch")).cases
            assert {case.status for case in shown} == {CaseStatus.PUBLISHED, CaseStatus.RESOLVED}


def test_the_number_of_statements_does_not_grow_with_the_library(house: House, people: People, make: Make) -> None:
    make()

    def cost(text: str) -> int:
        with house.database.reading() as session, statements(house.database.engine) as seen:
            actor = people.actor("sam")
            seen.clear()
            looked = queries.search(session, house.index, actor, Query(text))
            assert [tag.name for case in looked.cases for tag in case.tags]
            assert [file for case in looked.cases for picture in case.pictures for file in picture.image.renditions]
            queries.opinion_counts(session, [case.id for case in looked.cases])
            return len(seen)

    few = {text: cost(text) for text in ("itch", "", "burows")}
    for number in range(12):
        published_case(house, people, pictures=2, title=f"Itch {number}", tags=("itch", "night", "burrow"))
    wiring.rebuild_index(house)
    assert {text: cost(text) for text in few} == few
    assert max(few.values()) <= 10
