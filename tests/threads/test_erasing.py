"""The end of a thread: no word of it stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import EndReason
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.threads import jobs
from app.threads.models import Comment, Resolution
from tests.people import People
from tests.threads.conftest import NOISE
from tests.threads.making import comment_of, confirmed, opinion_of


@pytest.fixture
def ended(house: House, people: People, case: Case) -> Case:
    """A case that was argued, resolved and then withdrawn by its author; jobs have not run yet."""
    opinion_of(house, people, case, "sam", "Eczema", reason="Dry skin runs in the family.")
    first = comment_of(house, people, case, "sam", "Her story")
    comment_of(house, people, case, "clara", "Her story, again", reply_to=first)
    confirmed(house, people, case)
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        cases.end(session, Outbox(session, at), clara.id, found, reason=EndReason.AUTHOR, at=at)
    return case


def everything(house: House) -> str:
    with house.database.reading() as session:
        tables = ("hypothesis", "comment", "resolution")
        rows = [session.execute(text(f"SELECT * FROM {table}")).all() for table in tables]  # noqa: S608 -- names above
    return str(rows)


@pytest.mark.parametrize("times", [1, 2])
def test_i7_and_i19_no_word_of_an_ended_thread_stays_however_often_the_job_runs(
    house: House, ended: Case, times: int
) -> None:
    assert "Her story" in everything(house)
    for _ in range(times):
        jobs.erase_thread(house.database, house.clock, ended.id)
    left = everything(house)
    assert [word for word in ("Eczema", "Dry skin runs", "Her story") if word in left] == []
    with house.database.reading() as session:
        [resolution] = session.scalars(select(Resolution).where(Resolution.case_id == ended.id)).unique()
        assert set(session.scalars(select(Comment.body).where(Comment.case_id == ended.id))) == {""}
    assert (resolution.diagnosis, resolution.explanation, resolution.teaching_points) == ("", "", [])


def test_other_threads_keep_their_words(house: House, ended: Case) -> None:
    jobs.erase_thread(house.database, house.clock, ended.id)
    assert NOISE in everything(house)
    with house.database.reading() as session:
        assert "Scabies" in session.scalars(select(Resolution.diagnosis)).all()


def test_a_thread_whose_case_has_not_ended_is_left_alone(house: House, people: People, case: Case) -> None:
    opinion_of(house, people, case, "sam", "Eczema")
    jobs.erase_thread(house.database, house.clock, case.id)
    assert "Eczema" in everything(house)


def test_i6_no_address_of_an_ended_thread_answers(people: People, ended: Case) -> None:
    for name in ("sam", "omar", "clara", "max"):
        client = people.client(name)
        assert client.get(f"/cases/{ended.id}").status_code == 410
        assert client.get(f"/cases/{ended.id}/comments").status_code in (404, 410)
        assert client.post(f"/cases/{ended.id}/comments", data={"body": "x"}).status_code in (404, 410)
        assert client.post("/resolutions/2/confirm").status_code == 404
        assert client.get("/comments/2/flag").status_code == 404
