"""Collections: put together by faculty, read by whoever may see the cases in them."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus, EndReason
from app.curation import jobs, queries, services
from app.curation.models import Collection, CollectionEntry
from app.curation.rules import Direction, Visibility
from app.kernel.audit import AuditEntry, Subject
from app.kernel.errors import Conflict, NotFound
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.policy.actor import Actor
from tests.cases.making import case_in, published_case
from tests.curation.making import collection_of
from tests.people import People


@pytest.fixture
def three(house: House, people: People) -> list[Case]:
    """Three cases of the library, beside one in somebody else's collection."""
    made = [published_case(house, people, title=f"Case {letter}") for letter in "abc"]
    collection_of(house, people, made[:1], author="clara", title="Noise")
    return made


def titles(house: House, reader: Actor, collection: Collection) -> list[str]:
    with house.database.reading() as session:
        return [case.title for _entry, case in queries.entries(session, reader, collection)]


def move(house: House, people: People, collection: Collection, case: Case, direction: Direction) -> None:
    faye, at = people.actor("faye"), house.clock.now()
    with house.database.writing() as session:
        entry = queries.entry(session, collection.id, case.id)
        assert entry is not None
        services.move(session, faye, entry, direction, at=at)


def hide(house: House, people: People, case: Case) -> None:
    max_, at = people.actor("max"), house.clock.now()
    with house.database.writing() as session:
        cases.hide(session, Outbox(session, at), max_, session.get_one(Case, case.id), at=at)


def end(house: House, people: People, case: Case) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        current = session.get_one(Case, case.id)
        cases.end(session, Outbox(session, at), clara.id, current, reason=EndReason.AUTHOR, at=at)


def actions(session: Session, collection: Collection) -> list[str]:
    of_collection = select(AuditEntry.action).where(
        AuditEntry.subject == Subject.COLLECTION.value, AuditEntry.subject_id == collection.id
    )
    return list(session.scalars(of_collection.order_by(AuditEntry.id)))


def test_cases_stand_in_the_order_in_which_they_were_added_until_moved(
    house: House, people: People, three: list[Case]
) -> None:
    collection = collection_of(house, people, three)
    sam = people.actor("sam")
    assert titles(house, sam, collection) == ["Case a", "Case b", "Case c"]
    move(house, people, collection, three[2], Direction.UP)
    assert titles(house, sam, collection) == ["Case a", "Case c", "Case b"]
    move(house, people, collection, three[0], Direction.DOWN)
    assert titles(house, sam, collection) == ["Case c", "Case a", "Case b"]


def test_at_either_end_moving_further_changes_nothing(house: House, people: People, three: list[Case]) -> None:
    collection = collection_of(house, people, three)
    move(house, people, collection, three[0], Direction.UP)
    move(house, people, collection, three[2], Direction.DOWN)
    assert titles(house, people.actor("sam"), collection) == ["Case a", "Case b", "Case c"]


def test_moving_jumps_over_a_case_that_is_hidden_for_now(house: House, people: People, three: list[Case]) -> None:
    collection = collection_of(house, people, three)
    hide(house, people, three[1])
    move(house, people, collection, three[2], Direction.UP)
    assert titles(house, people.actor("sam"), collection) == ["Case c", "Case a"]


def test_a_case_that_cannot_be_read_is_neither_shown_nor_counted(
    house: House, people: People, three: list[Case]
) -> None:
    collection = collection_of(house, people, three)
    hide(house, people, three[1])
    for name in ("sam", "faye", "max", "clara"):
        reader = people.actor(name)
        assert titles(house, reader, collection) == ["Case a", "Case c"]
        with house.database.reading() as session:
            listed = [*queries.own(session, reader), *queries.shared(session, reader)]
        assert [entry.cases for entry in listed if entry.collection.id == collection.id] == [2]


@pytest.mark.parametrize("status", [status for status in CaseStatus if status not in {"published", "resolved"}])
def test_only_cases_of_the_library_can_be_added(house: House, people: People, status: CaseStatus) -> None:
    collection = collection_of(house, people, [])
    faye, case = people.actor("faye"), case_in(status, house, people)
    with house.database.writing() as session, pytest.raises(NotFound):
        services.add(session, faye, collection, case, note="", at=house.clock.now())


def test_a_case_is_in_a_collection_once(house: House, people: People, three: list[Case]) -> None:
    collection = collection_of(house, people, three)
    faye = people.actor("faye")
    with house.database.writing() as session, pytest.raises(Conflict):
        services.add(session, faye, collection, three[0], note="", at=house.clock.now())


def test_i7_a_withdrawn_case_leaves_every_collection_with_what_was_noted_about_it(
    house: House, people: People, three: list[Case]
) -> None:
    collection = collection_of(house, people, three, note="Look at the finger webs")
    end(house, people, three[1])
    assert titles(house, people.actor("faye"), collection) == ["Case a", "Case c"]
    house.jobs.enqueue("after_commit")
    jobs.forget_case(house.database, house.clock, three[1].id)
    with house.database.reading() as session:
        left = session.scalars(select(CollectionEntry.case_id).where(CollectionEntry.collection_id == collection.id))
        assert sorted(left) == [three[0].id, three[2].id]
        assert actions(session, collection).count("collection.case_removed") == 1


def test_a_case_that_has_not_ended_is_not_forgotten(house: House, people: People, three: list[Case]) -> None:
    collection = collection_of(house, people, three)
    hide(house, people, three[1])
    jobs.forget_case(house.database, house.clock, three[1].id)
    with house.database.reading() as session:
        assert queries.entry(session, collection.id, three[1].id) is not None


def test_i16_each_change_leaves_one_audit_row_without_text(house: House, people: People, three: list[Case]) -> None:
    collection = collection_of(house, people, three[:2], note="a secret note")
    move(house, people, collection, three[0], Direction.DOWN)
    faye, at = people.actor("faye"), house.clock.now()
    about = services.About("Other", "words", Visibility.PRIVATE)
    with house.database.writing() as session:
        services.edit(session, faye, session.get_one(Collection, collection.id), about, at=at)
        services.remove(session, faye, session.get_one(CollectionEntry, (collection.id, three[0].id)), at=at)
        assert actions(session, collection) == [
            "collection.created",
            "collection.case_added",
            "collection.case_added",
            "collection.case_moved",
            "collection.edited",
            "collection.case_removed",
        ]
        details = [str(row.detail) for row in session.scalars(select(AuditEntry))]
        assert not any("secret" in detail or "words" in detail for detail in details)


def test_a_private_collection_is_listed_for_its_maker_alone(house: House, people: People, three: list[Case]) -> None:
    collection = collection_of(house, people, three, visibility=Visibility.PRIVATE)
    for name, sees in (("faye", True), ("sam", False), ("max", False)):
        reader = people.actor(name)
        with house.database.reading() as session:
            listed = [*queries.own(session, reader), *queries.shared(session, reader)]
        assert (collection.id in {entry.collection.id for entry in listed}) is sees, name
