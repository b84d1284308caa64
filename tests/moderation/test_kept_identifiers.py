"""Moderators see what authors keep although it looks like an identifier, and why."""

from __future__ import annotations

import pytest

from app.cases import services as cases
from app.cases.identifiers import look_through_case
from app.cases.models import Case
from app.deid.answering import Kept
from app.moderation.rules import ReviewKind
from app.ops.house import House
from app.threads.models import Comment
from tests.cases.making import TEXT, published_case
from tests.consent.making import consented_draft
from tests.moderation.making import flagged, review_of, submit, submitted
from tests.people import People
from tests.threads.making import comment_of, skip


@pytest.fixture
def case(house: House, people: People) -> Case:
    """A submitted case that keeps a name."""
    made = consented_draft(house, people).case
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        case = session.get_one(Case, made.id)
        content = cases.CaseContent(**{**vars(TEXT), "history": "Dr Berg described it first."})
        cases.edit(session, clara, case, content, at=at)
        [question] = look_through_case(case).questions
        cases.answer_identifiers(session, clara, case, {question.key: Kept("an eponym")}, at=at)
    submit(house, people, made)
    return made


def test_the_review_shows_words_kind_and_reason(house: House, people: People, case: Case) -> None:
    page = people.client("max").get(f"/moderation/{review_of(house, ReviewKind.CASE, case.id).id}").text
    kept = page.split("the author keeps it")[1].split("</section>")[0]
    for words in ("berg", "Name", "an eponym"):
        assert words in kept


def test_the_review_of_another_case_shows_nothing_of_it(house: House, people: People, case: Case) -> None:
    other = submitted(house, people, author="omar")
    page = people.client("max").get(f"/moderation/{other.id}").text
    assert "the author keeps it" not in page
    assert "an eponym" not in page


def test_the_review_of_a_flagged_comment_shows_why_words_were_kept(house: House, people: People) -> None:
    thread = published_case(house, people)
    skip(house, people, thread, "sam")
    comment = comment_of(house, people, thread, "sam", "Dr Berg described it.")
    with house.database.writing() as session:
        session.get_one(Comment, comment.id).kept_reason = "an eponym"
    review = flagged(house, people, comment)
    assert "Keeps what looks like an identifier: an eponym" in people.client("max").get(f"/moderation/{review.id}").text
