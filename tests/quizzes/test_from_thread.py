"""Items come from resolved threads, once, and only where key and consent allow it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.consent.rules import Scope
from app.kernel.audit import AuditEntry
from app.kernel.outbox import OutboxEntry
from app.ops.house import House
from app.quizzes import jobs, queries
from app.quizzes.models import Item, Option
from app.quizzes.rules import LEAD_IN, ItemStatus, OptionSource
from app.threads.models import Resolution
from app.threads.rules import Certainty, ResolutionStatus
from tests.people import People
from tests.quizzes.making import BOTH, EXPLANATION, TEACHING, drafted_item, live_item, resolution_of


def count_items(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Item)) or 0


def test_a_draft_takes_its_words_from_the_case_and_its_options_from_the_thread(house: House, people: People) -> None:
    item = drafted_item(house, people)
    assert item.status is ItemStatus.DRAFT
    assert item.stem == (
        "Three weeks of itch, worse at night.\n\nTwo others in the household itch as well.\n\n"
        "Short burrows in the finger webs."
    )
    assert (item.lead_in, item.teaching_point) == (LEAD_IN, TEACHING)
    argued = {option.text: option.argued_by for option in item.options if option.source is OptionSource.OPINION}
    assert argued == {"Eczema": 2, "Psoriasis": 1, "Urticaria": 1}
    assert {option.rationale for option in item.options if not option.is_key} == {""}, "what they said argues for it"
    (key,) = (option for option in item.options if option.is_key)
    assert (key.text, key.rationale, key.source) == ("Scabies", EXPLANATION, OptionSource.RESOLUTION)


def test_options_of_other_threads_stay_out(house: House, people: People) -> None:
    drafted_item(house, people, diagnosis="Measles", title="Spots", opinions={"sam": ("Rubella",)})
    assert "Rubella" not in {option.text for option in drafted_item(house, people).options}


def test_the_options_stand_in_an_order_that_follows_from_their_texts(house: House, people: People) -> None:
    item = drafted_item(house, people)
    assert [option.position for option in item.options] == [1, 2, 3, 4]
    orders = {tuple(o.text for o in drafted_item(house, people).options) for _again in range(6)}
    assert len(orders) > 1, "the key would always stand in the same place"


def test_a_draft_is_announced_and_written_down_once(house: House, people: People) -> None:
    item = drafted_item(house, people)
    jobs.draft_item(house.database, house.clock, item.resolution_id)
    with house.database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.subject == "item")).all()
        events = session.scalars(select(OutboxEntry).where(OutboxEntry.name == "ItemDrafted")).all()
    assert [(entry.action, entry.subject_id) for entry in entries] == [("item.drafted", item.id)]
    assert [event.payload for event in events] == [{"item_id": item.id}]
    assert count_items(house) == 1


@pytest.mark.parametrize("certainty", [Certainty.PROBABLE, Certainty.POSSIBLE])
def test_an_uncertain_diagnosis_makes_no_key(house: House, people: People, certainty: Certainty) -> None:
    drafted_item(house, people, title="Noise")
    resolution = resolution_of(house, people, certainty=certainty)
    jobs.draft_item(house.database, house.clock, resolution.id)
    assert count_items(house) == 1


def test_without_consent_for_quizzes_there_is_no_item(house: House, people: People) -> None:
    resolution = resolution_of(house, people, scopes=frozenset({Scope.LIBRARY}))
    jobs.draft_item(house.database, house.clock, resolution.id)
    assert count_items(house) == 0


def test_i12_only_a_confirmed_resolution_makes_an_item(house: House, people: People) -> None:
    resolution = resolution_of(house, people, scopes=BOTH)
    with house.database.writing() as session:
        session.get_one(Resolution, resolution.id).status = ResolutionStatus.REOPENED
    jobs.draft_item(house.database, house.clock, resolution.id)
    jobs.draft_item(house.database, house.clock, 999)
    assert count_items(house) == 0


def test_a_second_item_of_a_resolution_is_refused_by_the_database(
    house: House, people: People, session: Session
) -> None:
    item = drafted_item(house, people)
    session.add(
        Item(
            case_id=item.case_id,
            resolution_id=item.resolution_id,
            stem="",
            lead_in="",
            content_hash="",
            drafted_at=item.drafted_at,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_second_key_is_refused_by_the_database(house: House, people: People, session: Session) -> None:
    item = drafted_item(house, people)
    session.add(Option(item_id=item.id, position=9, text="Mites", is_key=True, source=OptionSource.EDITOR))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_live_item_has_somebody_who_accepted_it(house: House, people: People, session: Session) -> None:
    item = session.get_one(Item, drafted_item(house, people).id)
    item.status = ItemStatus.LIVE
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_accepted_item_has_no_flaw_that_blocks(house: House, people: People) -> None:
    assert [finding for finding in queries.findings_of(live_item(house, people)) if finding.blocks] == []
