"""What is delicate about a case: said in its form, found by moderators, and what follows for its approval."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases import services
from app.cases.content import content_of, fingerprint
from app.cases.delicate import UNDER_18, delicate_in
from app.cases.models import Case
from app.cases.rules import AgeBand, CaseStatus, Delicate, EndReason
from app.kernel.audit import AuditEntry
from app.kernel.errors import NotAllowed
from app.ops.house import House
from tests.cases.making import Making, draft_case, draft_in, end, review, submit
from tests.people import People

WORDS = {"title": "A swelling", "specialty": "dermatology", "modality": "clinical_photo", "sex": "female"}


@dataclass
class Stage:
    """A case in review, and two moderators."""

    making: Making
    first: int
    author: int

    @property
    def case(self) -> Case:
        return self.making.case

    def publish(self, **said: object) -> None:
        making, seen = self.making, self.case.content_hash
        about = (making.session, making.outbox, making.moderator, self.case)
        services.publish(*about, content_hash=seen, at=making.at, **said)  # type: ignore[arg-type]


@pytest.fixture
def stage(house: House, people: People, session: Session) -> Iterator[Stage]:
    clara, max_, at = people.actor("clara"), people.actor("max"), house.clock.now()
    first = people.account("mona").id
    making = Making(session, draft_in(session, house.store, clara, at=at), clara, max_, at)
    submit(making)
    review(making)
    yield Stage(making, first, clara.account_id)
    session.rollback()


def ticked(page: str) -> list[str]:
    return re.findall(r'name="delicate" value="(\w+)" checked', page)


def test_the_author_says_it_in_the_form_and_finds_it_there_again(house: House, people: People) -> None:
    case, clara = draft_case(house, people), people.client("clara")
    assert ticked(clara.get(f"/cases/{case.id}/edit").text) == []
    said = {**WORDS, "age_band": "20-29", "delicate": ["intimate", "face"]}
    assert clara.post(f"/cases/{case.id}/edit", data=said).status_code == 302
    with house.database.reading() as session:
        assert session.get_one(Case, case.id).delicate == ["face", "intimate"]
    assert ticked(clara.get(f"/cases/{case.id}/edit").text) == ["face", "intimate"]


def test_nonsense_is_sent_back_with_everything_that_was_typed(house: House, people: People) -> None:
    case, clara = draft_case(house, people), people.client("clara")
    said = {**WORDS, "title": "Another title", "age_band": "20-29", "delicate": ["face", "elephant"]}
    answer = clara.post(f"/cases/{case.id}/edit", data=said)
    assert answer.status_code == 422
    assert "Another title" in answer.text
    with house.database.reading() as session:
        assert session.get_one(Case, case.id).delicate == []


def test_readers_get_nothing_of_it_so_it_is_no_part_of_what_is_confirmed(stage: Stage) -> None:
    before = fingerprint(stage.case)
    stage.case.delicate, stage.case.delicate_found = ["face"], ["child"]
    assert fingerprint(stage.case) == before
    assert content_of(stage.case).delicate == (Delicate.FACE,)


def test_the_bands_of_children_reach_to_nineteen(stage: Stage) -> None:
    for band in AgeBand:
        stage.case.age_band = band
        assert (Delicate.CHILD in delicate_in(stage.case)) == (band in UNDER_18)
    assert {AgeBand.NEONATE, AgeBand.FROM_15} < UNDER_18
    assert not {AgeBand.FROM_20, AgeBand.UNKNOWN} & UNDER_18


def test_what_a_moderator_finds_stays_when_the_author_says_otherwise(house: House, people: People) -> None:
    case, clara, max_ = draft_case(house, people), people.actor("clara"), people.actor("max")
    at = house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        for _ in range(2):
            services.note_delicate(session, max_, found, (Delicate.DECEASED,), at=at)
        services.edit(session, clara, found, replace(content_of(found), delicate=()), at=at)
        assert delicate_in(found) == {Delicate.DECEASED}
        rows = session.scalars(select(AuditEntry.action).where(AuditEntry.action == "case.found_delicate")).all()
    assert len(rows) == 1


def test_one_moderator_does_not_publish_it(stage: Stage) -> None:
    stage.case.delicate = ["face"]
    for first in (None, stage.making.moderator.id, stage.author):
        with pytest.raises(NotAllowed, match="Two moderators"):
            stage.publish(first_approved_by=first)
    assert stage.case.status is CaseStatus.IN_REVIEW
    stage.publish(first_approved_by=stage.first)
    assert (stage.case.status, stage.case.first_approved_by) == (CaseStatus.PUBLISHED, stage.first)


def test_what_other_rooms_know_asks_for_two_as_well(stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        stage.publish(delicate=(Delicate.CHILD,))
    stage.publish(delicate=(Delicate.CHILD,), first_approved_by=stage.first)
    assert stage.case.needs_two


def test_an_ordinary_case_keeps_no_first_approval(stage: Stage) -> None:
    stage.publish(first_approved_by=stage.first)
    assert (stage.case.needs_two, stage.case.first_approved_by) == (False, None)


def test_i6_an_ended_case_says_nothing_of_it(stage: Stage) -> None:
    stage.case.delicate, stage.case.delicate_found = ["face"], ["child"]
    end(EndReason.AUTHOR)(stage.making)
    assert (stage.case.delicate, stage.case.delicate_found) == ([], [])
