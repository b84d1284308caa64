"""Opinions: committed once, blind, by those who may."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.cases.models import Case
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed, Refusal
from app.kernel.outbox import Outbox, OutboxEntry
from app.ops.house import House
from app.policy.actor import Standing
from app.threads import services
from app.threads.models import Hypothesis, Opinion
from app.threads.services import Guess
from tests.people import PASSWORD, People
from tests.threads.making import opinion_of, skip

ROWS = 32


def opinions(house: House, case: Case) -> list[Opinion]:
    with house.database.reading() as session:
        return list(session.scalars(select(Opinion).where(Opinion.case_id == case.id)).unique())


def audited(house: House, action: str, case: Case) -> int:
    with house.database.reading() as session:
        rows = select(func.count()).where(AuditEntry.action == action, AuditEntry.subject_id == case.id)
        return session.scalar(rows) or 0


def test_ranks_reasons_certainty_and_standing_are_kept(house: House, people: People, case: Case) -> None:
    form = {
        "first-diagnosis": "  Eczema ",
        "first-reason": "Dry skin.",
        "third-diagnosis": "Urticaria",
        "certainty": "30",
    }
    assert people.client("sam").post(f"/cases/{case.id}/opinion", data=form).status_code == 302
    [opinion] = opinions(house, case)
    given = [(entry.rank, entry.diagnosis, entry.reason) for entry in opinion.hypotheses]
    assert given == [(1, "Eczema", "Dry skin."), (2, "Urticaria", "")]
    assert (opinion.certainty, opinion.standing, opinion.skipped) == (30, Standing.STUDENT, False)


def test_i16_an_opinion_leaves_one_audit_row_without_a_word_of_it(house: House, people: People, case: Case) -> None:
    opinion_of(house, people, case, "sam", "Eczema", reason="Dry skin.")
    with house.database.reading() as session:
        wanted = select(AuditEntry).where(AuditEntry.subject_id == case.id, AuditEntry.action.like("opinion.%"))
        [row] = session.scalars(wanted)
        events = session.scalars(select(OutboxEntry.payload).where(OutboxEntry.name == "OpinionGiven")).all()
    assert (row.action, row.actor_id) == ("opinion.given", people.account("sam").id)
    assert "Eczema" not in f"{row.detail} {events}"


def test_i13_thirty_two_posts_at_once_leave_one_opinion(house: House, app: Flask, people: People, case: Case) -> None:
    sam = people.client("sam")
    cookie = sam.get_cookie("session")
    assert cookie is not None

    def post(number: int) -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        return client.post(f"/cases/{case.id}/opinion", data={"first-diagnosis": f"Guess {number}"}).status_code

    with ThreadPoolExecutor(ROWS) as pool:
        answers = list(pool.map(post, range(ROWS)))
    assert sorted(set(answers)) == [302, 409]
    assert answers.count(302) == 1
    assert len(opinions(house, case)) == 1
    assert audited(house, "opinion.given", case) == 1


def test_what_was_committed_first_stands(house: House, people: People, case: Case) -> None:
    opinion_of(house, people, case, "sam", "Eczema")
    with pytest.raises(Conflict):
        opinion_of(house, people, case, "sam", "Scabies")
    with pytest.raises(Conflict):
        skip(house, people, case, "sam")
    [opinion] = opinions(house, case)
    assert [entry.diagnosis for entry in opinion.hypotheses] == ["Eczema"]


def test_whoever_skipped_gives_no_opinion_afterwards(house: House, people: People, case: Case) -> None:
    skip(house, people, case, "sam")
    sam = people.client("sam")
    assert sam.get(f"/cases/{case.id}/opinion").status_code == 302
    answer = sam.post(f"/cases/{case.id}/opinion", data={"first-diagnosis": "Scabies"})
    assert answer.status_code == 409
    assert "what you chose first stands" in answer.text
    assert [opinion.skipped for opinion in opinions(house, case)] == [True]


def test_the_database_itself_refuses_a_second_opinion_and_a_fourth_rank(
    house: House, people: People, case: Case
) -> None:
    opinion = opinion_of(house, people, case, "sam", "Eczema")
    again = Opinion(
        case_id=case.id, account_id=opinion.account_id, standing=Standing.STUDENT, given_at=house.clock.now()
    )
    with pytest.raises(IntegrityError), house.database.writing() as session:
        session.add(again)
    with pytest.raises(IntegrityError), house.database.writing() as session:
        session.add(Hypothesis(opinion_id=opinion.id, rank=4, diagnosis="Psoriasis"))


@pytest.mark.parametrize(
    ("guesses", "words"),
    [
        ([], "Name at least one diagnosis"),
        ([Guess("  ")], "Name at least one diagnosis"),
        ([Guess("?!")], "Name each diagnosis in words"),
        ([Guess("Eczema"), Guess(" eczema. ")], "stands in your list twice"),
        ([Guess(f"Disease {number}") for number in range(4)], "at most 3"),
    ],
)
def test_an_opinion_without_one_to_three_different_diagnoses_is_refused(
    house: House, people: People, case: Case, guesses: list[Guess], words: str
) -> None:
    actor, at = people.actor("sam"), house.clock.now()
    with pytest.raises(Refusal, match=words), house.database.writing() as session:
        found = session.get_one(Case, case.id)
        services.give_opinion(session, Outbox(session, at), actor, found, guesses, certainty=None, at=at)
    assert opinions(house, case) == []


@pytest.mark.parametrize("name", ["clara", "nobody"])
def test_authors_and_the_unverified_give_no_opinion(house: House, people: People, case: Case, name: str) -> None:
    with pytest.raises(NotAllowed):
        opinion_of(house, people, case, name, "Eczema")
    client = people.client(name)
    assert client.post(f"/cases/{case.id}/opinion", data={"first-diagnosis": "Eczema"}).status_code == 404
    assert client.post(f"/cases/{case.id}/opinion/skip").status_code == 404
    assert opinions(house, case) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first-reason": "Dry skin runs in families."}, "Name the diagnosis that this speaks for."),
        ({"second-reason": "Seen <b>before</b>"}, "Name the diagnosis that this speaks for."),
        ({"first-diagnosis": "x" * 161}, "160"),
        ({"first-diagnosis": "Eczema", "second-diagnosis": "eczema"}, "stands in your list twice"),
        ({"certainty": "70"}, "Name at least one diagnosis"),
    ],
)
def test_a_form_with_a_mistake_keeps_what_was_typed(
    house: House, people: People, case: Case, typed: dict[str, str], words: str
) -> None:
    answer = people.client("sam").post(f"/cases/{case.id}/opinion", data=typed)
    assert answer.status_code == 422
    assert words in answer.text
    for value in typed.values():
        assert value.replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert opinions(house, case) == []


def test_a_guest_is_sent_to_sign_in(app: Flask, case: Case) -> None:
    client = app.test_client()
    assert "/sign-in" in client.post(f"/cases/{case.id}/opinion", data={"first-diagnosis": "Eczema"}).location
    assert PASSWORD not in client.get(f"/cases/{case.id}").text
