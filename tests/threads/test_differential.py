"""What many opinions say together, and what the thread got wrong."""

from __future__ import annotations

import pytest

from app.cases.models import Case
from app.ops.house import House
from app.threads import queries
from app.threads.differential import pool
from app.threads.models import Hypothesis
from tests.people import People
from tests.threads.making import opinion_of, skip


def hypothesis(diagnosis: str, rank: int, reason: str = "") -> Hypothesis:
    return Hypothesis(diagnosis=diagnosis, rank=rank, reason=reason)


def test_first_counts_three_second_two_third_one() -> None:
    shares = pool([hypothesis("Scabies", 1), hypothesis("Eczema", 2), hypothesis("Psoriasis", 3)])
    assert [share.diagnosis for share in shares] == ["Scabies", "Eczema", "Psoriasis"]
    assert [share.part for share in shares] == pytest.approx([3 / 6, 2 / 6, 1 / 6])


def test_many_second_places_outweigh_a_first() -> None:
    shares = pool([hypothesis("Scabies", 1), hypothesis("Eczema", 2), hypothesis("Eczema", 2)])
    assert [(share.diagnosis, share.people) for share in shares] == [("Eczema", 2), ("Scabies", 1)]


def test_variants_of_case_blanks_and_marks_are_one_diagnosis_as_most_people_write_it() -> None:
    shares = pool(
        [hypothesis("crohn's  disease", 1), hypothesis("Crohn's disease", 2), hypothesis("Crohn's disease", 3)]
    )
    assert [(share.diagnosis, share.people, share.part) for share in shares] == [("Crohn's disease", 3, 1.0)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hyperkalaemia", "Hypokalaemia"),
        ("Diabetes type 1", "Diabetes type 2"),
        ("Left heart failure", "Right heart failure"),
    ],
)
def test_near_misses_stay_apart(one: str, other: str) -> None:
    assert len(pool([hypothesis(one, 1), hypothesis(other, 1)])) == 2


def test_nothing_pools_to_nothing() -> None:
    assert pool([]) == []


def test_the_thread_pools_its_own_opinions_only_and_no_skipped_ones(house: House, people: People, case: Case) -> None:
    opinion_of(house, people, case, "sam", "Eczema", "Scabies")
    opinion_of(house, people, case, "omar", "Scabies")
    skip(house, people, case, "priya")
    with house.database.reading() as session:
        thread = queries.thread_of(session, people.actor("priya"), case)
    assert thread.given == 2
    assert [(share.diagnosis, share.people) for share in thread.differential] == [("Scabies", 2), ("Eczema", 1)]


def test_wrong_diagnoses_come_by_weight_with_a_reason_and_without_the_key(
    house: House, people: People, case: Case
) -> None:
    opinion_of(house, people, case, "sam", "eczema", "Urticaria", reason="It itches.")
    opinion_of(house, people, case, "omar", "SCABIES.", "Eczema", reason="Burrows.")
    opinion_of(house, people, case, "priya", "Eczema")
    with house.database.reading() as session:
        wrong = queries.wrong_diagnoses(session, case.id, "scabies")
    assert [(entry.diagnosis, entry.count, entry.reason) for entry in wrong] == [
        ("Eczema", 3, "It itches."),
        ("Urticaria", 1, "It itches."),
    ]


def test_the_page_says_how_many_and_gives_the_figures_as_a_table(house: House, people: People, case: Case) -> None:
    opinion_of(house, people, case, "omar", "Scabies", "Eczema")
    opinion_of(house, people, case, "sam", "Scabies")
    page = people.client("sam").get(f"/cases/{case.id}").text
    assert "2 blind opinions" in page
    assert "75 %" in page
    assert '<th scope="row">Scabies</th><td class="num">2</td>' in page
