"""The discussion: who said what, in answer to whom, and what is hidden."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.cases.models import Case
from app.kernel.errors import WrongStep
from app.ops.house import House
from app.threads import queries, services
from app.threads.models import Comment
from tests.clock import HeldClock
from tests.counting import statements
from tests.people import People
from tests.threads.making import comment_of, opinion_of, proposed, skip

PART = {"HX-Request": "true", "HX-Target": "comments"}


@pytest.fixture
def open_case(house: House, people: People, case: Case) -> Case:
    """A case whose thread Sam, Omar and Priya have opened."""
    for name in ("sam", "omar", "priya"):
        skip(house, people, case, name)
    return case


def bodies(house: House, case: Case) -> list[str]:
    with house.database.reading() as session:
        return [entry.body for entry in session.query(Comment).filter_by(case_id=case.id).order_by(Comment.id)]


def test_a_posted_comment_is_reached_without_script(people: People, open_case: Case) -> None:
    sam = people.client("sam")
    answer = sam.post(f"/cases/{open_case.id}/comments", data={"body": "Look **between** the fingers."})
    assert answer.status_code == 302
    anchor = answer.location.split("#")[1]
    page = sam.get(answer.location).text
    assert f'id="{anchor}"' in page
    assert "Look <strong>between</strong> the fingers." in page
    assert "just now" in page


def test_with_script_the_discussion_alone_comes_back(people: People, open_case: Case) -> None:
    data = {"body": "Look between the fingers."}
    answer = people.client("sam").post(f"/cases/{open_case.id}/comments", data=data, headers=PART)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="section" id="comments"')
    assert "Look between the fingers." in answer.text
    assert answer.headers["HX-Reswap"].startswith("outerHTML show:#comment-")


def test_contributions_of_students_and_of_the_author_are_marked(house: House, people: People, open_case: Case) -> None:
    comment_of(house, people, open_case, "sam", "I am still learning.")
    comment_of(house, people, open_case, "clara", "It was my patient.")
    page = people.client("omar").get(f"/cases/{open_case.id}").text
    by_sam, by_clara = re.findall(r'<li class="comment".*?</li>', page, re.DOTALL)
    assert "person-student" in by_sam
    assert "Author of the case" not in by_sam
    assert "person-student" not in by_clara
    assert "Author of the case" in by_clara


def test_a_comment_keeps_the_standing_of_its_day(
    house: House, people: People, clock: HeldClock, open_case: Case
) -> None:
    comment_of(house, people, open_case, "omar", "Written while verified.")
    clock.move(timedelta(days=400))
    [entry] = re.findall(
        r'<li class="comment".*?</li>', people.client("max").get(f"/cases/{open_case.id}").text, re.DOTALL
    )
    assert "person-verified" in entry


def test_a_reply_says_whom_it_answers(house: House, people: People, open_case: Case) -> None:
    first = comment_of(house, people, open_case, "omar", "Which test?")
    sam = people.client("sam")
    form = sam.get(f"/cases/{open_case.id}?reply={first.id}").text
    assert "You reply to Omar." in form
    assert f'name="reply_to" type="hidden" value="{first.id}"' in form
    data = {"body": "A scraping.", "reply_to": str(first.id)}
    page = sam.get(sam.post(f"/cases/{open_case.id}/comments", data=data).location).text
    assert "in reply to Omar" in page


@pytest.mark.parametrize("target", ["1", "999999", "x"])
def test_nobody_replies_into_another_thread(house: House, people: People, open_case: Case, target: str) -> None:
    data = {"body": "Astray", "reply_to": target}
    answer = people.client("sam").post(f"/cases/{open_case.id}/comments", data=data)
    assert answer.status_code == (302 if target == "x" else 422)
    assert bodies(house, open_case) == (["Astray"] if target == "x" else [])


@pytest.mark.parametrize("body", ["", "   \n ", "x" * 8001])
def test_a_comment_that_cannot_be_taken_keeps_what_was_typed(
    house: House, people: People, open_case: Case, body: str
) -> None:
    sam = people.client("sam")
    for headers in ({}, PART):
        answer = sam.post(f"/cases/{open_case.id}/comments", data={"body": body}, headers=headers)
        assert answer.status_code == 422
        assert "field-error" in answer.text
        assert body.strip() in answer.text
    assert bodies(house, open_case) == []


def test_what_people_write_cannot_harm_readers(house: House, people: People, open_case: Case) -> None:
    bad = "<script>alert(1)</script> ![x](http://elsewhere/p.png) [y](javascript:alert(1)) <img src=x onerror=alert(1)>"
    comment_of(house, people, open_case, "omar", bad)
    page = people.client("sam").get(f"/cases/{open_case.id}").text
    for danger in ("<script>alert", "http://elsewhere", "javascript:", "onerror"):
        assert danger not in page


def test_the_unverified_read_but_say_nothing(house: House, people: People, open_case: Case) -> None:
    nobody = people.client("nobody")
    assert 'id="say"' not in nobody.get(f"/cases/{open_case.id}").text
    assert nobody.post(f"/cases/{open_case.id}/comments", data={"body": "Hello"}).status_code == 404
    assert bodies(house, open_case) == []


def test_whoever_has_not_opened_the_thread_is_told_to_commit_first(house: House, people: People, case: Case) -> None:
    with pytest.raises(WrongStep, match="Give your own opinion first"):
        comment_of(house, people, case, "sam", "Too early")
    answer = people.client("sam").post(f"/cases/{case.id}/comments", data={"body": "Too early"}, headers=PART)
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#flashes"
    assert "<html" not in answer.text


def test_a_hidden_comment_shows_no_word_and_comes_back_whole(house: House, people: People, open_case: Case) -> None:
    posted = comment_of(house, people, open_case, "omar", "Her name is on the band.")
    sam, max_, at = people.client("sam"), people.actor("max"), house.clock.now()
    with house.database.writing() as session:
        services.hide_comment(session, max_, session.get_one(Comment, posted.id), at=at)
    page = sam.get(f"/cases/{open_case.id}").text
    assert "Her name is on the band." not in page
    assert "hidden until moderators have decided" in page
    with house.database.writing() as session:
        services.restore_comment(session, max_, session.get_one(Comment, posted.id), at=at)
    assert "Her name is on the band." in sam.get(f"/cases/{open_case.id}").text


def test_one_comment_hidden_and_another_shown_again_is_seen_at_once(
    house: House, people: People, clock: HeldClock, open_case: Case
) -> None:
    first = comment_of(house, people, open_case, "omar", "Her name is on the band.")
    second = comment_of(house, people, open_case, "omar", "Her street is on the door.")
    sam, max_ = people.client("sam"), people.actor("max")
    with house.database.writing() as session:
        services.hide_comment(session, max_, session.get_one(Comment, first.id), at=clock.now())
    assert "Her street is on the door." in sam.get(f"/cases/{open_case.id}").text
    with house.database.writing() as session:
        services.restore_comment(session, max_, session.get_one(Comment, first.id), at=clock.now())
        at = clock.move(timedelta(seconds=1))
        services.hide_comment(session, max_, session.get_one(Comment, second.id), at=at)
    page = sam.get(f"/cases/{open_case.id}").text
    assert "Her street is on the door." not in page
    assert "Her name is on the band." in page


def test_a_removed_comment_keeps_no_text_and_never_returns(house: House, people: People, open_case: Case) -> None:
    posted = comment_of(house, people, open_case, "omar", "Her name is on the band.")
    max_, at = people.actor("max"), house.clock.now()
    with house.database.writing() as session:
        services.remove_comment(session, max_, session.get_one(Comment, posted.id), at=at)
    with house.database.writing() as session, pytest.raises(WrongStep):
        services.restore_comment(session, max_, session.get_one(Comment, posted.id), at=at)
    assert bodies(house, open_case) == [""]
    assert "Moderators have removed this comment." in people.client("sam").get(f"/cases/{open_case.id}").text


def test_a_long_discussion_comes_in_pages_that_lead_to_each_other(
    house: House, people: People, open_case: Case
) -> None:
    for number in range(queries.COMMENTS_A_PAGE + 2):
        comment_of(house, people, open_case, "omar", f"Thought {number:03}")
    sam = people.client("sam")
    first = sam.get(f"/cases/{open_case.id}").text
    assert "Thought 000" in first
    assert "Thought 050" not in first
    [address] = re.findall(rf'href="(/cases/{open_case.id}\?after=\d+#comments)"', first)
    second = sam.get(address).text
    assert "Thought 051" in second
    assert "Thought 049" not in second
    assert "From the beginning" in second
    newest = sam.get(sam.post(f"/cases/{open_case.id}/comments", data={"body": "The latest"}).location).text
    assert "The latest" in newest
    assert "Thought 004" in newest


def test_the_page_asks_for_no_more_statements_when_the_thread_is_long(
    house: House, people: People, open_case: Case
) -> None:
    for name in ("faye", "sofia"):
        opinion_of(house, people, open_case, name, "Eczema", "Scabies")
    first = comment_of(house, people, open_case, "omar", "First")
    comment_of(house, people, open_case, "sam", "Second", reply_to=first)
    proposed(house, people, open_case)
    sam = people.client("sam")
    with statements(house.database.engine) as few:
        sam.get(f"/cases/{open_case.id}")
    opinion_of(house, people, open_case, "mona", "Eczema", "Scabies", "Psoriasis")
    opinion_of(house, people, open_case, "opal", "Urticaria")
    for number in range(30):
        name = ("omar", "sam", "priya", "clara")[number % 4]
        comment_of(house, people, open_case, name, f"Thought {number}", reply_to=first)
    with statements(house.database.engine) as many:
        page = sam.get(f"/cases/{open_case.id}").text
    assert "Thought 29" in page
    assert len(many) <= len(few)
