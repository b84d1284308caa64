"""Faces, children, the deceased and intimate images: two moderators, neither the author, agree on the same content."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.cases import services as cases
from app.cases.content import content_of
from app.cases.models import Case
from app.cases.rules import AgeBand, CaseStatus, Delicate
from app.consent.rules import Assent, Giver
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed, Refusal
from app.media.models import Finding
from app.media.rules import Answer, Dismissal
from app.media.scanning.findings import FindingKind
from app.moderation import queries
from app.moderation.delicate import delicate_of
from app.moderation.models import Review
from app.moderation.rules import CLAIM_LEASE, Decision, Reason, ReviewKind, ReviewStatus
from app.ops.house import House
from tests.clock import HeldClock
from tests.consent.making import consented_draft, published_case
from tests.moderation.making import case_of, change, claim, decide, flagged, review_of, submit, submitted
from tests.people import People


def delicate(house: House, people: People, **terms: Any) -> Review:
    """The review of a case whose author says that it shows a face; an ordinary one waits beside it."""
    submitted(house, people, author="omar")
    review = submitted(house, people, **terms)
    change(house, review, delicate=["face"])
    return review


def again(house: House, review: Review) -> Review:
    return review_of(house, review.kind, review.subject_id)


def typed(client: FlaskClient, review: Review, **said: object) -> dict[str, object]:
    page = client.get(f"/moderation/{review.id}").text
    hidden = dict(re.findall(r'name="(version|content_hash)" type="hidden" value="([^"]*)"', page))
    return {**hidden, **said}


def approve(people: People, review: Review, name: str) -> str:
    """Take it up and approve it on the page; return the page that follows."""
    client = people.client(name)
    client.post(f"/moderation/{review.id}/claim")
    data = typed(client, review, decision="approve", looked="y")
    answer = client.post(f"/moderation/{review.id}", data=data, follow_redirects=True)
    return str(answer.text)


def kinds(house: House, review: Review) -> frozenset[Delicate]:
    with house.database.reading() as session:
        return delicate_of(session, session.get_one(Case, review.subject_id))


def test_the_first_yes_puts_it_back_and_the_second_publishes(house: House, people: People) -> None:
    review = delicate(house, people)
    assert "Your approval is written down" in approve(people, review, "max")
    waiting = again(house, review)
    assert (waiting.status, waiting.first_by, waiting.claimed_by) == (
        ReviewStatus.OPEN,
        people.account("max").id,
        None,
    )
    assert case_of(house, review).status is CaseStatus.SUBMITTED
    assert people.client("sam").get(f"/cases/{review.subject_id}").status_code == 404
    assert "Decided. Thank you." in approve(people, review, "mona")
    case = case_of(house, review)
    assert (case.status, case.needs_two) == (CaseStatus.PUBLISHED, True)
    assert (case.first_approved_by, case.approved_by) == (people.account("max").id, people.account("mona").id)
    assert people.client("sam").get(f"/cases/{review.subject_id}").status_code == 200


def test_an_ordinary_case_needs_one(house: House, people: People) -> None:
    review = submitted(house, people)
    assert "Two moderators" not in people.client("max").get(f"/moderation/{review.id}").text
    decide(house, people, review, Decision.APPROVE)
    case = case_of(house, review)
    assert (case.status, case.needs_two, case.first_approved_by) == (CaseStatus.PUBLISHED, False, None)


@pytest.mark.parametrize(
    ("facts", "terms", "found"),
    [
        ({"delicate": ["intimate"]}, {}, Delicate.INTIMATE),
        ({"delicate_found": ["deceased"]}, {}, Delicate.DECEASED),
        ({}, {"giver": Giver.PARENT, "assent": Assent.GIVEN}, Delicate.CHILD),
        ({}, {"giver": Giver.ESTATE}, Delicate.DECEASED),
    ],
)
def test_whatever_says_that_it_is_delicate_asks_for_two(
    house: House, people: People, facts: dict[str, Any], terms: dict[str, Any], found: Delicate
) -> None:
    review = submitted(house, people, **terms)
    change(house, review, **facts)
    assert kinds(house, review) == {found}
    decide(house, people, review, Decision.APPROVE)
    assert case_of(house, review).status is CaseStatus.SUBMITTED
    decide(house, people, review, Decision.APPROVE, "mona")
    assert case_of(house, review).status is CaseStatus.PUBLISHED


@pytest.mark.parametrize("band", [AgeBand.NEONATE, AgeBand.FROM_10, AgeBand.FROM_15])
def test_the_age_of_a_child_asks_for_two(house: House, people: People, band: AgeBand) -> None:
    case, clara = consented_draft(house, people).case, people.actor("clara")
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        cases.edit(session, clara, found, replace(content_of(found), age_band=band), at=house.clock.now())
    submit(house, people, case)
    review = review_of(house, ReviewKind.CASE, case.id)
    assert kinds(house, review) == {Delicate.CHILD}
    decide(house, people, review, Decision.APPROVE)
    assert case_of(house, review).status is CaseStatus.SUBMITTED


def test_a_face_that_its_author_left_in_sight_is_one_and_a_covered_one_or_a_word_is_not(
    house: House, people: People
) -> None:
    review = submitted(house, people)
    image = case_of(house, review).pictures[0].image_id

    def found(kind: FindingKind, answer: Answer, reason: Dismissal | None) -> None:
        box = {"frame": 0, "x": 1, "y": 1, "width": 9, "height": 9, "score": 0.9, "on_result": False}
        with house.database.writing() as session:
            session.add(Finding(image_id=image, kind=kind, answer=answer, reason=reason, **box))

    found(FindingKind.FACE, Answer.COVERED, None)
    found(FindingKind.TEXT, Answer.DISMISSED, Dismissal.TELLS_NOTHING)
    assert kinds(house, review) == frozenset()
    found(FindingKind.FACE, Answer.DISMISSED, Dismissal.STAFF_AGREED)
    assert kinds(house, review) == {Delicate.FACE}


def test_nobody_is_both_of_the_two(house: House, people: People) -> None:
    review = delicate(house, people)
    decide(house, people, review, Decision.APPROVE, "max")
    with pytest.raises(Conflict, match="second moderator"):
        decide(house, people, review, Decision.APPROVE, "max")
    max_ = people.client("max")
    max_.post(f"/moderation/{review.id}/claim")
    page = max_.get(f"/moderation/{review.id}").text
    assert 'value="approve"' not in page
    assert 'value="reject"' in page
    answer = max_.post(f"/moderation/{review.id}", data=typed(max_, review, decision="approve", looked="y"))
    assert answer.status_code == 409
    assert "You have approved this." in answer.text
    assert case_of(house, review).status is not CaseStatus.PUBLISHED


@pytest.mark.parametrize("name", ["max", "mona"])
def test_either_of_the_two_can_say_no_alone(house: House, people: People, name: str) -> None:
    review = delicate(house, people)
    decide(house, people, review, Decision.APPROVE, "max")
    decide(house, people, review, Decision.REQUEST_CHANGES, name, reasons=(Reason.FACE,))
    assert case_of(house, review).status is CaseStatus.CHANGES_REQUESTED
    assert again(house, review).first_by is None


def test_a_first_yes_lapses_when_the_case_comes_back_changed(house: House, people: People) -> None:
    review = delicate(house, people)
    decide(house, people, review, Decision.APPROVE, "max")
    decide(house, people, review, Decision.REQUEST_CHANGES, "mona", reasons=(Reason.MARKS,))
    submit(house, people, case_of(house, review))
    decide(house, people, review, Decision.APPROVE, "mona")
    assert case_of(house, review).status is CaseStatus.SUBMITTED
    assert again(house, review).first_by == people.account("mona").id
    decide(house, people, review, Decision.APPROVE, "max")
    assert case_of(house, review).approved_by == people.account("max").id


def test_a_first_yes_to_other_content_counts_for_nothing(house: House, people: People) -> None:
    review = delicate(house, people)
    decide(house, people, review, Decision.APPROVE, "max")
    with house.database.writing() as session:
        session.get_one(Review, review.id).first_hash = "0" * 64
    assert "Nobody has approved it yet." in people.client("mona").get(f"/moderation/{review.id}").text
    decide(house, people, review, Decision.APPROVE, "mona")
    assert case_of(house, review).status is CaseStatus.SUBMITTED
    assert again(house, review).first_by == people.account("mona").id


def test_what_stands_against_publishing_stands_against_the_first_yes_too(
    house: House, people: People, clock: HeldClock
) -> None:
    review = delicate(house, people, expires_at=clock.now() + timedelta(minutes=10))
    with pytest.raises(Conflict):
        decide(house, people, review, Decision.APPROVE, content_hash="0" * 64)
    clock.move(timedelta(minutes=10))
    with pytest.raises(Refusal, match="no consent in force"):
        decide(house, people, review, Decision.APPROVE)
    assert again(house, review).first_by is None


def test_the_page_says_why_two_are_needed_and_who_was_first(house: House, people: People) -> None:
    review = delicate(house, people)
    page = people.client("max").get(f"/moderation/{review.id}").text
    assert "Two moderators look at this case" in page
    assert "It shows: a face." in page
    assert "Nobody has approved it yet." in page
    decide(house, people, review, Decision.APPROVE, "max")
    assert "Max approved it first" in people.client("mona").get(f"/moderation/{review.id}").text
    assert "You approved it first" in people.client("max").get(f"/moderation/{review.id}").text
    assert "one of two has approved" in people.client("mona").get("/moderation").text
    assert "it waits for another" in people.client("max").get("/moderation").text


def test_a_moderator_can_add_what_the_author_has_not_named(house: House, people: People) -> None:
    review = submitted(house, people)
    max_ = people.client("max")
    max_.post(f"/moderation/{review.id}/claim")
    data = typed(max_, review, decision="approve", looked="y", delicate=["intimate"])
    max_.post(f"/moderation/{review.id}", data=data)
    case = case_of(house, review)
    assert (case.status, case.delicate, case.delicate_found) == (CaseStatus.SUBMITTED, [], ["intimate"])
    with house.database.reading() as session:
        [row] = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.found_delicate"))
        assert row.detail == {"kinds": "intimate"}
    assert "an intimate part of the body" in people.client("mona").get(f"/moderation/{review.id}").text
    decide(house, people, review, Decision.APPROVE, "mona")
    assert case_of(house, review).status is CaseStatus.PUBLISHED


def test_nonsense_for_what_it_shows_is_sent_back_with_what_was_typed(house: House, people: People) -> None:
    review = submitted(house, people)
    claim(house, people, review)
    max_ = people.client("max")
    data = typed(max_, review, decision="reject", note="Too dark.", delicate=["an elephant"])
    answer = max_.post(f"/moderation/{review.id}", data=data)
    assert answer.status_code == 422
    assert "Too dark." in answer.text


def test_a_flagged_case_of_this_sort_is_shown_again_by_two(house: House, people: People, clock: HeldClock) -> None:
    case = published_case(house, people).case
    review = flagged(house, people, case)
    change(house, review, delicate=["child"])
    decide(house, people, review, Decision.RESTORE, "mona")
    assert case_of(house, review).status is CaseStatus.HIDDEN
    assert people.client("sam").get(f"/cases/{case.id}").status_code == 404
    with pytest.raises(Conflict):
        decide(house, people, review, Decision.RESTORE, "mona")
    clock.move(CLAIM_LEASE)
    decide(house, people, review, Decision.RESTORE, "max")
    shown = case_of(house, review)
    assert (shown.status, shown.first_approved_by) == (CaseStatus.PUBLISHED, people.account("mona").id)
    assert people.client("sam").get(f"/cases/{case.id}").status_code == 200


def test_removing_a_flagged_case_needs_one(house: House, people: People) -> None:
    case = published_case(house, people).case
    review = flagged(house, people, case)
    change(house, review, delicate=["child"])
    decide(house, people, review, Decision.REMOVE, "mona", reasons=(Reason.FACE,))
    assert case_of(house, review).status is CaseStatus.TAKEN_DOWN


def test_i16_the_first_yes_leaves_a_row_of_history_and_one_audit_row(house: House, people: People) -> None:
    review = delicate(house, people)
    decide(house, people, review, Decision.APPROVE)
    decide(house, people, review, Decision.APPROVE, "mona")
    with house.database.reading() as session:
        actions = [entry.action for entry in queries.entries(session, review.id)]
        about = (AuditEntry.subject == "review", AuditEntry.subject_id == review.id)
        audited = session.scalars(select(AuditEntry.action).where(*about).order_by(AuditEntry.id)).all()
    assert actions == ["opened", "claimed", "first_approved", "claimed", "approve"]
    assert audited == [f"review.{action}" for action in actions]


def test_i5_the_database_itself_refuses_one_person_as_both(house: House, people: People) -> None:
    review = delicate(house, people)
    decide(house, people, review, Decision.APPROVE)
    decide(house, people, review, Decision.APPROVE, "mona")
    mona, clara = people.account("mona").id, people.account("clara").id
    broken: tuple[tuple[type[Review | Case], str, int | None], ...] = (
        (Review, "first_by", mona),
        (Review, "first_by", clara),
        (Case, "first_approved_by", mona),
        (Case, "first_approved_by", None),
        (Case, "first_approved_by", clara),
    )
    for kind, column, value in broken:
        with pytest.raises(IntegrityError), house.database.writing() as session:
            found = session.get_one(kind, review.id if kind is Review else review.subject_id)
            setattr(found, column, value)


def test_an_author_who_moderates_is_neither_of_the_two(house: House, people: People) -> None:
    review = submitted(house, people, author="max")
    change(house, review, delicate=["face"])
    for name in ("mona", "opal"):
        with pytest.raises(NotAllowed):
            decide(house, people, review, Decision.APPROVE, "max")
        decide(house, people, review, Decision.APPROVE, name)
    case = case_of(house, review)
    assert {case.first_approved_by, case.approved_by} == {people.account("mona").id, people.account("opal").id}


def test_the_first_of_two_is_offered_other_work(house: House, people: People) -> None:
    review = delicate(house, people)
    decide(house, people, review, Decision.APPROVE)
    ordinary = 1
    with house.database.reading() as session:
        assert queries.first_id(session, people.actor("mona")) == ordinary
        assert queries.next_id(session, people.actor("mona"), session.get_one(Review, ordinary)) == review.id
        assert queries.next_id(session, people.actor("max"), session.get_one(Review, ordinary)) is None
    assert again(house, review).kind is ReviewKind.CASE


def test_the_author_is_told_that_two_look_and_when_one_has_agreed(house: House, people: People) -> None:
    ordinary, review = submitted(house, people), delicate(house, people)
    clara = people.client("clara")
    assert "Two moderators look at this case" not in clara.get(f"/cases/{ordinary.subject_id}").text
    page = clara.get(f"/cases/{review.subject_id}").text
    assert "Two moderators look at this case" in page
    assert "One has approved it" not in page
    decide(house, people, review, Decision.APPROVE)
    page = clara.get(f"/cases/{review.subject_id}").text
    assert "One has approved it; it waits for the second." in page
    assert "Max" not in page
