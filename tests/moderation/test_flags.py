"""Flags: hidden at once for every reader, on top of the queue, once a person."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed
from app.moderation.models import Flag, Review
from app.moderation.rules import Decision, Reason, ReviewKind
from app.ops.house import House
from app.threads.models import Comment
from tests.consent.making import published_case
from tests.moderation.making import decide, flagged, review_of
from tests.people import People
from tests.threads.making import comment_of, skip

WORDS = "Her name is on the band."


@pytest.fixture
def case(house: House, people: People) -> Case:
    """Clara's case in the library, whose thread Sam and Omar have opened; another case stays beside it."""
    published_case(house, people)
    made = published_case(house, people).case
    skip(house, people, made, "sam")
    skip(house, people, made, "omar")
    return made


@pytest.fixture
def posted(house: House, people: People, case: Case) -> Comment:
    """A comment that shouldn't be there."""
    return comment_of(house, people, case, "omar", WORDS)


def reviews(house: House) -> list[ReviewKind]:
    with house.database.reading() as session:
        return list(session.scalars(select(Review.kind).order_by(Review.id)))


def picture_address(client: FlaskClient, case: Case) -> str:
    image = case.pictures[0].image
    return f"/images/{image.name}/320.jpg"


def test_i1_a_flag_hides_case_and_pictures_at_once_for_every_reader(house: House, people: People, case: Case) -> None:
    sam, faye = people.client("sam"), people.client("faye")
    address = picture_address(faye, case)
    assert faye.get(address).status_code == 200
    assert f'href="/cases/{case.id}/flag"' in sam.get(f"/cases/{case.id}").text
    answer = sam.post(f"/cases/{case.id}/flag", data={"reason": "face", "note": "In the mirror."})
    assert answer.status_code == 302
    for name in ("sam", "faye", "omar", "nobody"):
        client = people.client(name)
        assert client.get(f"/cases/{case.id}").status_code == 404
        assert client.get(address).status_code == 404
        assert f'href="/cases/{case.id}"' not in client.get("/library").text
    review = review_of(house, ReviewKind.FLAGGED_CASE, case.id)
    assert f"/moderation/{review.id}" in people.client("max").get("/moderation").text


def test_moderators_read_the_objection_and_the_author_learns_of_it_but_not_whose_it_is(
    house: House, people: People, case: Case
) -> None:
    review = flagged(house, people, case, "sam", note="In the mirror.")
    page = people.client("max").get(f"/moderation/{review.id}").text
    for words in ("In the mirror.", "A tattoo, scar or piece of jewellery", case.title):
        assert words in page
    page = people.client("clara").get(f"/cases/{case.id}").text
    assert "A reader has flagged this case" in page
    assert "Sam" not in page


def test_a_flagged_comment_disappears_alone(house: House, people: People, case: Case, posted: Comment) -> None:
    sam = people.client("sam")
    assert f'href="/comments/{posted.id}/flag"' in sam.get(f"/cases/{case.id}").text
    answer = sam.post(f"/comments/{posted.id}/flag", data={"reason": "identifier_in_text"})
    page = sam.get(answer.location).text
    assert WORDS not in page
    assert "hidden until moderators have decided" in page
    assert case.title in page
    review = review_of(house, ReviewKind.FLAGGED_COMMENT, posted.id)
    assert WORDS in people.client("max").get(f"/moderation/{review.id}").text


def test_a_comment_is_shown_again_or_removed_for_good(
    house: House, people: People, case: Case, posted: Comment
) -> None:
    sam = people.client("sam")
    other = comment_of(house, people, case, "omar", "Nothing wrong here.")
    decide(house, people, flagged(house, people, posted, "sam"), Decision.REMOVE, reasons=(Reason.IDENTIFIER_IN_TEXT,))
    decide(house, people, flagged(house, people, other, "sam"), Decision.RESTORE)
    page = sam.get(f"/cases/{case.id}").text
    assert WORDS not in page
    assert "Moderators have removed this comment." in page
    assert "Nothing wrong here." in page
    with house.database.reading() as session:
        assert session.get_one(Comment, posted.id).body == ""


def test_a_second_flag_by_the_same_person_is_a_conflict_even_after_a_decision(
    house: House, people: People, case: Case
) -> None:
    decide(house, people, flagged(house, people, case, "sam"), Decision.RESTORE, "mona")
    with pytest.raises(Conflict):
        flagged(house, people, case, "sam")
    sam = people.client("sam")
    answer = sam.post(f"/cases/{case.id}/flag", data={"reason": "face"})
    assert answer.status_code == 409
    assert "You have flagged this before" in answer.text
    assert sam.get(f"/cases/{case.id}").status_code == 200
    assert reviews(house) == [ReviewKind.FLAGGED_CASE]


def test_another_person_may_flag_what_was_shown_again_and_the_same_review_opens(
    house: House, people: People, case: Case
) -> None:
    first = flagged(house, people, case, "sam")
    decide(house, people, first, Decision.RESTORE, "mona")
    assert flagged(house, people, case, "faye").id == first.id
    page = people.client("mona").get(f"/moderation/{first.id}").text
    assert page.count("No further words.") == 2


@pytest.mark.parametrize("typed", [{}, {"reason": "nonsense", "note": "Look at the <mirror>"}])
def test_a_flag_without_a_reason_hides_nothing_and_keeps_what_was_typed(
    house: House, people: People, case: Case, typed: dict[str, str]
) -> None:
    sam = people.client("sam")
    answer = sam.post(f"/cases/{case.id}/flag", data=typed)
    assert answer.status_code == 422
    assert typed.get("note", "").replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert sam.get(f"/cases/{case.id}").status_code == 200
    assert reviews(house) == []


def test_the_unverified_flag_nothing(house: House, people: People, case: Case, posted: Comment) -> None:
    nobody = people.client("nobody")
    page = nobody.get(f"/cases/{case.id}").text
    assert "/flag" not in page
    for address in (f"/cases/{case.id}/flag", f"/comments/{posted.id}/flag"):
        assert nobody.get(address).status_code == 404
        assert nobody.post(address, data={"reason": "face"}).status_code == 404
    with pytest.raises(NotAllowed):
        flagged(house, people, case, "nobody")
    assert reviews(house) == []


def test_whoever_has_not_opened_the_thread_flags_no_comment_of_it(
    house: House, people: People, posted: Comment
) -> None:
    priya = people.client("priya")
    assert priya.get(f"/comments/{posted.id}/flag").status_code == 404
    assert priya.post(f"/comments/{posted.id}/flag", data={"reason": "other"}).status_code == 404
    assert reviews(house) == []


def test_authors_are_offered_to_withdraw_and_not_to_flag_their_own(people: People, case: Case, posted: Comment) -> None:
    assert f"/cases/{case.id}/flag" not in people.client("clara").get(f"/cases/{case.id}").text
    assert f"/comments/{posted.id}/flag" not in people.client("omar").get(f"/cases/{case.id}").text


def test_a_guest_is_sent_to_sign_in(app: Flask, case: Case) -> None:
    assert "/sign-in" in app.test_client().get(f"/cases/{case.id}/flag").location


def test_i16_a_flag_leaves_one_audit_row_for_each_thing_that_changed_and_no_word(
    house: House, people: People, case: Case
) -> None:
    with house.database.reading() as session:
        before = session.scalars(select(AuditEntry.id)).all()
    flagged(house, people, case, "sam", note="In the mirror.")
    with house.database.reading() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.id.not_in(before)).order_by(AuditEntry.id)).all()
        notes = session.scalars(select(Flag.note)).all()
    assert [row.action for row in rows] == ["review.opened", "case.hidden"]
    assert all("mirror" not in str(row.detail) for row in rows)
    assert notes == ["In the mirror."]


def test_a_hidden_case_that_is_flagged_again_stays_as_it_is(house: House, people: People, case: Case) -> None:
    flagged(house, people, case, "sam")
    with pytest.raises(NotAllowed):
        flagged(house, people, case, "faye")
    with house.database.reading() as session:
        assert session.get_one(Case, case.id).status is CaseStatus.HIDDEN
