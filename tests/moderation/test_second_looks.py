"""Second looks: a share of the decisions is drawn and given to another moderator, who isn't told what was decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus, EndReason
from app.kernel.errors import Conflict, Misconfigured, NotAllowed
from app.kernel.outbox import Outbox, deliver_due
from app.kernel.settings import load_settings
from app.moderation import jobs, queries
from app.moderation.models import Review, SecondLook
from app.moderation.rules import Decision, Reason, ReviewKind, ReviewStatus
from app.moderation.services.second_looks import is_drawn
from app.ops.house import House
from app.wiring import subscriptions
from tests.moderation.making import (
    SECOND_NOTE,
    case_of,
    change,
    claim,
    decide,
    draw,
    look_again,
    look_of,
    review_of,
    submitted,
)
from tests.people import People


def drawn(house: House, people: People, decision: Decision = Decision.APPROVE, **said: object) -> Review:
    """A case that Max has decided about, drawn for a second look; another one, undecided, waits beside it."""
    submitted(house, people, author="omar")
    first = submitted(house, people)
    decide(house, people, first, decision, "max", **said)
    return draw(house, first)


def the_case(house: House, review: Review) -> Case:
    with house.database.reading() as session:
        found = queries.case_of(session, review)
        assert found is not None
        return found


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 99))
def test_the_draw_is_the_same_whenever_one_asks_and_a_larger_share_only_adds(
    review: int, entry: int, share: int
) -> None:
    assert is_drawn(review, entry, percent=share) == is_drawn(review, entry, percent=share)
    assert not is_drawn(review, entry, percent=0)
    assert is_drawn(review, entry, percent=100)
    assert is_drawn(review, entry, percent=share) <= is_drawn(review, entry, percent=share + 1)


def test_of_many_decisions_about_the_share_is_drawn() -> None:
    share = sum(is_drawn(number, number * 3, percent=5) for number in range(20_000)) / 20_000
    assert 0.045 < share < 0.055


@pytest.mark.parametrize("share", ["-1", "101", "some"])
def test_a_share_that_is_none_is_refused_with_the_settings_name(tmp_path: Path, share: str) -> None:
    with pytest.raises(Misconfigured, match="CASEBOOK_REREVIEW_PERCENT"):
        load_settings({"CASEBOOK_DATA": str(tmp_path), "CASEBOOK_REREVIEW_PERCENT": share})
    assert load_settings({"CASEBOOK_DATA": str(tmp_path)}).rereview_percent == 5


def test_none_is_drawn_where_the_share_is_zero_and_each_once_where_it_is_all(house: House, people: People) -> None:
    first = submitted(house, people)
    decide(house, people, first, Decision.APPROVE)
    jobs.draw_second_look(house.database, house.clock, first.id, percent=0)
    with house.database.reading() as session:
        assert session.query(SecondLook).count() == 0
    for _ in range(3):
        draw(house, first)
    with house.database.reading() as session:
        assert session.query(SecondLook).count() == 1
        assert session.query(Review).filter_by(kind=ReviewKind.SECOND_LOOK).count() == 1


def test_the_draw_follows_the_decision_by_itself(house: House, people: People) -> None:
    first = submitted(house, people)
    decide(house, people, first, Decision.REJECT, reasons=(Reason.DUPLICATE,))
    strict = replace(house, settings=replace(house.settings, rereview_percent=100))
    deliver_due(house.database, house.clock, subscriptions(strict))
    with house.database.reading() as session:
        [look] = session.scalars(select(SecondLook))
    assert (look.case_id, look.decision, look.decided_by) == (
        first.subject_id,
        Decision.REJECT,
        people.account("max").id,
    )


def test_whoever_decided_first_neither_sees_nor_takes_it(house: House, people: People) -> None:
    review = drawn(house, people)
    max_ = people.client("max")
    assert "Second look" not in max_.get("/moderation").text
    assert max_.get(f"/moderation/{review.id}").status_code == 404
    assert max_.post(f"/moderation/{review.id}/claim").status_code == 404
    with pytest.raises(NotAllowed, match="the first time"):
        claim(house, people, review, "max")
    assert "Second look" in people.client("mona").get("/moderation").text


@pytest.mark.parametrize("name", ["clara", "omar", "sam", "faye", "nobody"])
def test_neither_its_author_nor_anybody_who_does_not_moderate_does(house: House, people: People, name: str) -> None:
    review = drawn(house, people)
    client = people.client(name)
    assert client.get(f"/moderation/{review.id}").status_code == 404
    assert client.post(f"/moderation/{review.id}/claim").status_code == 404
    with pytest.raises(NotAllowed):
        claim(house, people, review, name)


@pytest.mark.parametrize("decision", [Decision.APPROVE, Decision.REJECT])
def test_the_page_does_not_tell_what_was_decided(house: House, people: People, decision: Decision) -> None:
    review = drawn(house, people, decision, reasons=(Reason.MARKS,), note="A tattoo on the wrist.")
    mona = people.client("mona")
    mona.post(f"/moderation/{review.id}/claim")
    page = mona.get(f"/moderation/{review.id}").text
    main = page[page.index("<main") : page.index("</main>")]
    assert the_case(house, review).title in main
    for told in ("Max", "A tattoo on the wrist.", "Not accepted", ">Open<", "confirmed on", "has not confirmed"):
        assert told not in main


@pytest.mark.parametrize("opinion", [Decision.APPROVE, Decision.REQUEST_CHANGES, Decision.REJECT])
def test_the_opinion_is_kept_and_changes_nothing_for_the_case(house: House, people: People, opinion: Decision) -> None:
    review = drawn(house, people)
    before = the_case(house, review)
    look_again(house, people, review, opinion)
    look, after = look_of(house, review), the_case(house, review)
    assert (look.opinion, look.opinion_by, look.opinion_at) == (
        opinion,
        people.account("mona").id,
        house.clock.now(),
    )
    assert (after.status, after.version) == (before.status, before.version)
    assert people.client("sam").get(f"/cases/{after.id}").status_code == 200
    assert SECOND_NOTE not in people.client("clara").get(f"/cases/{after.id}").text
    assert review_of(house, ReviewKind.SECOND_LOOK, review.subject_id).status is ReviewStatus.DECIDED


def test_harm_hides_the_case_at_once_and_opens_its_review(house: House, people: People) -> None:
    review = drawn(house, people)
    look_again(house, people, review, Decision.HIDE)
    case = the_case(house, review)
    assert case.status is CaseStatus.HIDDEN
    assert people.client("sam").get(f"/cases/{case.id}").status_code == 404
    opened = review_of(house, ReviewKind.FLAGGED_CASE, case.id)
    assert opened.status is ReviewStatus.OPEN
    page = people.client("opal").get(f"/moderation/{opened.id}").text
    assert SECOND_NOTE in page
    assert "A face, or part of one" in page
    decide(house, people, opened, Decision.RESTORE, "opal")
    assert people.client("sam").get(f"/cases/{case.id}").status_code == 200


def test_what_nobody_reads_is_not_hidden(house: House, people: People) -> None:
    review = drawn(house, people, Decision.REJECT, reasons=(Reason.FACE,))
    look_again(house, people, review, Decision.HIDE)
    assert the_case(house, review).status is CaseStatus.REJECTED


def test_a_second_look_needs_a_reason_where_a_first_one_does(house: House, people: People) -> None:
    review = drawn(house, people)
    claim(house, people, review, "mona")
    mona = people.client("mona")
    for said in ({"decision": "reject"}, {"decision": "hide"}, {"decision": "restore", "note": "x"}, {}):
        assert mona.post(f"/moderation/{review.id}", data={"version": 2, **said}).status_code in (409, 422)
    assert look_of(house, review).opinion is None


def test_there_is_nothing_to_look_at_once_the_case_says_something_else(house: House, people: People) -> None:
    review = drawn(house, people, Decision.REQUEST_CHANGES, note="Shorter.")
    mona = people.client("mona")
    assert f"/moderation/{review.id}" in mona.get("/moderation").text
    clara = people.actor("clara")
    with house.database.writing() as session:
        case = session.get_one(Case, look_of(house, review).case_id)
        cases.edit(session, clara, case, cases.CaseContent(title="Another"), at=house.clock.now())
    assert f"/moderation/{review.id}" not in mona.get("/moderation").text
    with pytest.raises(Conflict, match="has changed"):
        decide(house, people, review, Decision.APPROVE, "mona", content_hash=the_case(house, review).content_hash)
    jobs.drop_stale_looks(house.database, house.clock, case.id)
    assert review_of(house, ReviewKind.SECOND_LOOK, review.subject_id).status is ReviewStatus.VOID


def test_a_second_look_at_what_the_case_still_says_stays(house: House, people: People) -> None:
    review = drawn(house, people)
    jobs.drop_stale_looks(house.database, house.clock, look_of(house, review).case_id)
    assert review_of(house, ReviewKind.SECOND_LOOK, review.subject_id).status is ReviewStatus.OPEN


def test_a_case_that_has_ended_is_looked_at_by_nobody(house: House, people: People) -> None:
    review = drawn(house, people)
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        case = session.get_one(Case, look_of(house, review).case_id)
        cases.end(session, Outbox(session, at), clara.id, case, reason=EndReason.AUTHOR, at=at)
    mona = people.client("mona")
    assert f"/moderation/{review.id}" not in mona.get("/moderation").text
    jobs.void_case_reviews(house.database, house.clock, case.id)
    assert review_of(house, ReviewKind.SECOND_LOOK, review.subject_id).status is ReviewStatus.VOID
    assert "A case that has ended" in mona.get(f"/moderation/{review.id}").text


def test_what_two_people_have_decided_is_not_drawn(house: House, people: People) -> None:
    first = submitted(house, people)
    change(house, first, delicate=["face"])
    decide(house, people, first, Decision.APPROVE)
    decide(house, people, first, Decision.APPROVE, "mona")
    jobs.draw_second_look(house.database, house.clock, first.id, percent=100)
    with house.database.reading() as session:
        assert session.query(SecondLook).count() == 0


def test_the_database_itself_refuses_an_opinion_of_whoever_decided(house: House, people: People) -> None:
    review = drawn(house, people)
    with pytest.raises(IntegrityError), house.database.writing() as session:
        look = session.get_one(SecondLook, review.subject_id)
        look.opinion, look.opinion_by, look.opinion_at = Decision.APPROVE, look.decided_by, house.clock.now()
    with pytest.raises(IntegrityError), house.database.writing() as session:
        session.get_one(SecondLook, review.subject_id).opinion = Decision.APPROVE
    assert case_of(house, review_of(house, ReviewKind.CASE, look_of(house, review).case_id)).id
