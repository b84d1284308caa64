"""When a case ends, its reviews leave the queue and what people wrote in them goes."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import EndReason
from app.kernel.outbox import Outbox
from app.moderation import jobs, queries
from app.moderation.models import Review
from app.moderation.rules import Decision, ReviewKind, ReviewStatus
from app.ops.house import House
from tests.consent.making import published_case
from tests.moderation.making import claim, decide, flagged, review_of, submitted
from tests.people import People
from tests.threads.making import comment_of

WORDS = "Her neighbour knew her."


def end(house: House, people: People, case_id: int) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case_id)
        cases.end(session, Outbox(session, at), clara.id, found, reason=EndReason.AUTHOR, at=at)


def written(house: House) -> str:
    with house.database.reading() as session:
        return str([session.execute(text(f"SELECT note FROM {table}")).all() for table in ("review", "flag")])  # noqa: S608


@pytest.mark.parametrize("times", [1, 2])
def test_i7_and_i19_no_review_waits_and_no_note_stays_however_often_the_job_runs(
    house: House, people: People, times: int
) -> None:
    case = published_case(house, people).case
    posted = comment_of(house, people, case, "clara", "A thought")
    on_comment = flagged(house, people, posted, note=WORDS)
    on_case = flagged(house, people, case, note=WORDS)
    decide(house, people, on_case, Decision.RESTORE, "mona", note=WORDS)
    claim(house, people, on_comment)
    end(house, people, case.id)
    for _ in range(times):
        jobs.void_case_reviews(house.database, house.clock, case.id)
    assert WORDS not in written(house)
    with house.database.reading() as session:
        assert queries.queue(session, people.actor("max")) == []
        on_comment, on_case = session.get_one(Review, on_comment.id), session.get_one(Review, on_case.id)
        actions = [entry.action for entry in queries.entries(session, on_comment.id)]
    assert (on_comment.status, on_comment.claimed_by) == (ReviewStatus.VOID, None)
    assert (on_case.status, on_case.decision) == (ReviewStatus.DECIDED, Decision.RESTORE)
    assert actions == ["opened", "claimed", "voided"]


def test_other_cases_keep_their_reviews_and_notes(house: House, people: People) -> None:
    other = published_case(house, people).case
    flagged(house, people, other, note="Another note")
    gone = submitted(house, people)
    end(house, people, gone.subject_id)
    jobs.void_case_reviews(house.database, house.clock, gone.subject_id)
    assert "Another note" in written(house)
    with house.database.reading() as session:
        assert [entry.review.kind for entry in queries.queue(session, people.actor("max"))] == [ReviewKind.FLAGGED_CASE]


def test_a_case_that_has_not_ended_keeps_its_review(house: House, people: People) -> None:
    review = submitted(house, people)
    jobs.void_case_reviews(house.database, house.clock, review.subject_id)
    assert review_of(house, ReviewKind.CASE, review.subject_id).status is ReviewStatus.OPEN


def test_withdrawing_on_the_page_empties_the_queue(house: House, people: People) -> None:
    review = submitted(house, people)
    end(house, people, review.subject_id)
    people.client("clara").post("/sign-out")  # any request that writes wakes the worker
    assert review_of(house, ReviewKind.CASE, review.subject_id).status is ReviewStatus.VOID
    page = people.client("max").get(f"/moderation/{review.id}").text
    assert "the case has ended" in page
