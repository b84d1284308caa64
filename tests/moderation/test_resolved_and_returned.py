"""A resolved case that goes back to its author: what was confirmed was another text."""

from __future__ import annotations

from sqlalchemy import select

from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.moderation.rules import Decision, Reason, ReviewKind
from app.ops.house import House
from app.threads import queries as threads
from app.threads.models import Resolution
from app.threads.rules import ResolutionStatus
from tests.consent.making import published_case
from tests.moderation.making import decide, flagged, review_of, submit
from tests.people import People
from tests.threads.making import confirmed


def test_its_resolution_is_set_aside_so_that_it_can_be_resolved_anew(house: House, people: People) -> None:
    case = published_case(house, people).case
    noise = published_case(house, people).case
    confirmed(house, people, noise)
    confirmed(house, people, case)
    review = flagged(house, people, case)
    decide(house, people, review, Decision.REQUEST_CHANGES, reasons=(Reason.IDENTIFIER_IN_TEXT,))
    with house.database.reading() as session:
        statuses = session.scalars(select(Resolution.status).where(Resolution.case_id == case.id)).all()
        assert statuses == [ResolutionStatus.REOPENED]
        assert threads.confirmed_resolution(session, noise.id) is not None
        returned = session.get_one(Case, case.id)
        assert returned.status is CaseStatus.CHANGES_REQUESTED
    submit(house, people, returned)
    decide(house, people, review_of(house, ReviewKind.CASE, case.id), Decision.APPROVE)
    with house.database.reading() as session:
        again = session.get_one(Case, case.id)
        assert again.status is CaseStatus.PUBLISHED
    confirmed(house, people, again)
    with house.database.reading() as session:
        assert session.get_one(Case, case.id).status is CaseStatus.RESOLVED
