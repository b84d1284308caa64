"""Agreeing with a comment: one voice per person, shown with the role, taken back at will."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.cases.models import Case
from app.kernel.audit import AuditEntry
from app.ops.house import House
from app.threads import services
from app.threads.models import Agreement, Comment
from tests.people import People
from tests.threads.making import comment_of, skip


@pytest.fixture
def said(house: House, people: People, case: Case) -> Comment:
    """Omar's comment in a thread that Sam, Omar and Priya have opened; another one beside it."""
    for name in ("sam", "omar", "priya"):
        skip(house, people, case, name)
    comment_of(house, people, case, "omar", "Look at the nails as well.")
    return comment_of(house, people, case, "omar", "Look between the fingers.")


def agree(people: People, name: str, said: Comment, agreed: str = "yes") -> int:
    return people.client(name).post(f"/comments/{said.id}/agree", data={"agreed": agreed}).status_code


def voices(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Agreement)) or 0


def page_of(people: People, name: str, said: Comment) -> str:
    return people.client(name).get(f"/cases/{said.case_id}").text


def test_i13_many_equal_voices_at_once_are_one(house: House, people: People, said: Comment) -> None:
    sam = people.actor("sam")

    def give(_number: int) -> None:
        with house.database.writing() as session:
            services.agree(session, sam, session.get_one(Comment, said.id), at=house.clock.now())

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(give, range(32)))
    with house.database.reading() as session:
        noted = session.scalar(select(func.count()).where(AuditEntry.action == "comment.agreed"))
    assert (voices(house), noted) == (1, 1)


def test_who_agrees_is_counted_by_role_and_only_at_that_comment(people: People, said: Comment) -> None:
    assert (agree(people, "sam", said), agree(people, "priya", said)) == (302, 302)

    page = page_of(people, "omar", said)
    assert page.count("2 agree") == 1
    assert "(1 clinician)" in page
    assert page.index("2 agree") > page.index("Look between the fingers.")


def test_an_agreement_is_seen_at_once_by_somebody_whose_page_was_kept(people: People, said: Comment) -> None:
    assert "agrees" not in page_of(people, "max", said)
    agree(people, "sam", said)
    assert "1 agrees" in page_of(people, "max", said)


def test_ones_own_agreement_is_marked_and_can_be_taken_back(house: House, people: People, said: Comment) -> None:
    agree(people, "sam", said)
    assert "You agree" in page_of(people, "sam", said)
    assert agree(people, "sam", said, "no") == 302
    assert agree(people, "sam", said, "no") == 302
    assert voices(house) == 0
    assert "You agree" not in page_of(people, "sam", said)


def test_with_script_the_discussion_comes_back(people: People, said: Comment) -> None:
    part = {"HX-Request": "true", "HX-Target": "comments"}
    answer = people.client("sam").post(f"/comments/{said.id}/agree", data={"agreed": "yes"}, headers=part)
    assert answer.status_code == 200
    assert "1 agrees" in answer.text
    assert "<html" not in answer.text


def test_nobody_agrees_with_themselves(house: House, people: People, said: Comment) -> None:
    assert agree(people, "omar", said) == 403
    assert voices(house) == 0


@pytest.mark.parametrize("name", ["nobody", "faye"])
def test_who_may_not_comment_or_has_not_opened_the_thread_finds_nothing(
    house: House, people: People, said: Comment, name: str
) -> None:
    assert agree(people, name, said) == 404
    assert voices(house) == 0


def test_a_hidden_comment_cannot_be_agreed_with(house: House, people: People, said: Comment) -> None:
    moderator = people.actor("max")
    with house.database.writing() as session:
        services.hide_comment(session, moderator, session.get_one(Comment, said.id), at=house.clock.now())
    assert agree(people, "sam", said) == 404


def test_the_end_of_a_case_takes_the_agreements_with_it(house: House, people: People, said: Comment) -> None:
    agree(people, "sam", said)
    with house.database.writing() as session:
        services.erase(session, said.case_id)
    assert voices(house) == 0
