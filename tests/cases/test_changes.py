"""Changes of a published case: readers see what two people have confirmed, before, meanwhile and afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cases import queries, services
from app.cases.content import as_json, content_of, fingerprint
from app.cases.models import Case, CaseChange, CasePicture
from app.cases.rules import SHOWN, CaseStatus, ChangeStatus, EndReason
from app.cases.services import Statement
from app.deid.answering import Answer, Kept, Replaced
from app.kernel.errors import Conflict, NotAllowed, Refusal, WrongStep
from app.kernel.outbox import Outbox
from app.media.models import BarredPicture, Image
from app.media.rules import ImageState
from app.ops.house import House
from tests.cases.changing import (
    ASKED,
    CORRECTION,
    IDENTIFIER,
    answer,
    approve,
    changed,
    describe,
    drop,
    hide,
    kept_words,
    open_change,
    plan,
    questions,
    send_back,
    stored,
    submit,
    take_back,
    write,
    write_in,
)
from tests.cases.making import case_in, published_case
from tests.people import People


@pytest.fixture
def case(house: House, people: People) -> Case:
    """Clara's case with two pictures in the library; Omar's is noise."""
    published_case(house, people, author="omar", title="Noise")
    return published_case(house, people, pictures=2)


def test_readers_see_the_change_once_it_is_approved_and_not_before(house: House, people: People, case: Case) -> None:
    before = as_json(case)
    first, second = (picture.id for picture in case.pictures)
    write(house, people, case, title="Itch at night", order=[second, first], captions={first: "Left hand"})
    assert as_json(stored(house, case)) == before
    submit(house, people, case)
    assert as_json(stored(house, case)) == before
    approve(house, people, case)
    after = stored(house, case)
    assert after.title == "Itch at night"
    assert [(picture.id, picture.caption) for picture in after.pictures] == [
        (second, "Picture 2"),
        (first, "Left hand"),
    ]
    assert after.content_hash == after.author_confirmed == after.moderator_confirmed == fingerprint(after)
    assert (after.status, after.working_diagnosis) == (CaseStatus.PUBLISHED, "Scabies")
    assert (after.approved_by, after.changed_at) == (people.account("max").id, house.clock.now())


def test_a_revision_is_kept_of_what_was_approved_and_of_nothing_else(house: House, people: People, case: Case) -> None:
    write(house, people, case, title="Never shown")
    submit(house, people, case)
    send_back(house, people, case)
    write(house, people, case, title="Shown")
    submit(house, people, case)
    approve(house, people, case)
    with house.database.reading() as session:
        shown = queries.shown_revisions(session, case.id)
    assert [revision.content["title"] for revision in shown] == ["Itch between the fingers", "Shown"]
    assert [revision.number for revision in shown] == [1, 2]


def test_the_moderator_is_told_what_was_submitted_the_time_before(house: House, people: People, case: Case) -> None:
    write(house, people, case, title="One")
    submit(house, people, case)
    assert open_change(house, case).formerly == {}
    send_back(house, people, case)
    write(house, people, case, title="Two")
    submit(house, people, case)
    change = open_change(house, case)
    assert (change.formerly["title"], change.submitted["title"]) == ("One", "Two")


def refused(house: House, case: Case, act: Callable[[Session, Case], object], kind: type[Refusal]) -> Refusal:
    """It's refused so, and the case and its change are as before."""
    before = stored(house, case)
    with pytest.raises(kind) as told, house.database.writing() as session:
        act(session, session.get_one(Case, case.id))
    after = stored(house, case)
    assert (as_json(after), after.status, after.version) == (as_json(before), before.status, before.version)
    return told.value


def test_nobody_else_writes_and_the_author_does_not_approve(house: House, people: People, case: Case) -> None:
    omar, clara, at = people.actor("omar"), people.actor("clara"), house.clock.now()
    refused(house, case, lambda session, found: write_in(session, house, omar, found, title="Mine"), NotAllowed)
    write(house, people, case, title="Itch at night")
    change = submit(house, people, case)

    def approve_own(session: Session, found: Case) -> None:
        seen = change.content_hash
        services.approve_change(session, Outbox(session, at), clara, found, content_hash=seen, at=at)

    refused(house, case, approve_own, NotAllowed)


def test_what_was_edited_after_a_moderator_looked_is_not_approved(house: House, people: People, case: Case) -> None:
    write(house, people, case, title="Looked at")
    seen = submit(house, people, case).content_hash
    take_back(house, people, case)
    write(house, people, case, title="Slipped in")
    submit(house, people, case)
    max_, at = people.actor("max"), house.clock.now()

    def approve_seen(session: Session, found: Case) -> None:
        services.approve_change(session, Outbox(session, at), max_, found, content_hash=seen, at=at)

    refused(house, case, approve_seen, Conflict)


def test_another_window_does_not_overwrite(house: House, people: People, case: Case) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    write(house, people, case, title="First window")

    def write_stale(session: Session, found: Case) -> None:
        order = [picture.id for picture in found.pictures]
        services.write_change(session, clara, found, content_of(found), words={}, order=order, version=0, at=at)

    refused(house, case, write_stale, Conflict)
    assert open_change(house, case).content["title"] == "First window"


@pytest.mark.parametrize(
    ("written", "statement", "kind"),
    [
        ({"title": ""}, CORRECTION, services.NotReady),
        ({"presentation": " "}, CORRECTION, services.NotReady),
        ({"history": "Mrs Berg itches."}, CORRECTION, services.NotReady),
        ({"order": []}, CORRECTION, services.NotReady),
        ({}, CORRECTION, Refusal),
        ({"title": "Itch at night"}, replace(CORRECTION, note="x" * 501), Refusal),
    ],
)
def test_what_is_not_complete_is_not_submitted(
    house: House, people: People, case: Case, written: dict[str, Any], statement: Statement, kind: type[Refusal]
) -> None:
    write(house, people, case, **written)
    with pytest.raises(kind):
        submit(house, people, case, statement)
    assert open_change(house, case).status is ChangeStatus.DRAFT


@pytest.mark.parametrize("status", [status for status in CaseStatus if status not in SHOWN])
def test_only_what_is_in_the_library_is_changed(house: House, people: People, status: CaseStatus) -> None:
    case = case_in(status, house, people)
    with pytest.raises(WrongStep):
        write(house, people, case, title="Itch at night")


def test_what_was_kept_stays_kept_and_follows_the_change(house: House, people: People) -> None:
    case = published_case(house, people)
    write(house, people, case, history="Dr Okafor saw Mrs Berg.")
    ways: dict[str, Answer] = {"Okafor": Kept("a colleague who agrees"), "Berg": Replaced("[name]")}
    answer(house, people, case, {asked.key: ways[asked.wording] for asked in questions(house, case)})
    submit(house, people, case)
    assert stored(house, case).kept_identifiers == []
    approve(house, people, case)
    after = stored(house, case)
    assert after.history == "Dr Okafor saw Mrs [name]."
    assert [row.wording for row in after.kept_identifiers] == ["okafor"]
    assert after.open_identifiers == 0
    again = changed(house, people, case, title="Itch at night")
    assert [row.wording for row in again.kept_identifiers] == [row.wording for row in after.kept_identifiers]


def test_a_new_picture_takes_its_place_and_one_left_out_is_erased(house: House, people: People, case: Case) -> None:
    first, second = case.pictures
    added = plan(house, people, case)
    describe(house, people, case, added, [added.id, second.id])
    with pytest.raises(Refusal, match="hasn't agreed"):
        submit(house, people, case)
    submit(house, people, case, ASKED)
    assert [picture.id for picture in stored(house, case).pictures] == [first.id, second.id]
    approve(house, people, case)
    after = stored(house, case)
    assert [(picture.id, picture.alt_text) for picture in after.pictures] == [
        (added.id, "A thumb"),
        (second.id, "Finger web, view 2"),
    ]
    with house.database.reading() as session:
        assert session.get_one(Image, first.image_id).state is ImageState.ERASED
        assert session.scalars(select(BarredPicture)).all() == []


def test_a_new_picture_that_nobody_confirmed_holds_the_change_back(house: House, people: People, case: Case) -> None:
    added = plan(house, people, case, is_confirmed=False)
    describe(house, people, case, added, [added.id])
    with pytest.raises(services.NotReady):
        submit(house, people, case, ASKED)


def test_pictures_of_a_change_that_comes_to_nothing_are_erased(house: House, people: People, case: Case) -> None:
    added = plan(house, people, case)
    drop(house, people, case)
    with house.database.reading() as session:
        assert session.get_one(Image, added.image_id).state is ImageState.ERASED
        assert session.get(CasePicture, added.id) is None
        assert session.scalars(select(CaseChange.status)).all() == [ChangeStatus.DROPPED]
    assert [picture.id for picture in stored(house, case).pictures] == [picture.id for picture in case.pictures]


@pytest.mark.parametrize("way", ["reason", "moderator"])
def test_a_version_with_an_identifier_is_emptied_everywhere(house: House, people: People, case: Case, way: str) -> None:
    changed(house, people, case, history="An earlier change.")
    second = case.pictures[1].id
    write(house, people, case, history="Nothing that tells who it is.", order=[second])
    submit(house, people, case, IDENTIFIER if way == "reason" else CORRECTION)
    approve(house, people, case, withholds=way == "moderator")
    with house.database.reading() as session:
        shown = queries.shown_revisions(session, case.id)
        assert [(revision.content == {}, revision.withheld) for revision in shown] == [
            (True, True),
            (True, True),
            (False, False),
        ]
        assert "earlier" not in kept_words(session, case.id)
        assert "household" not in kept_words(session, case.id)
        assert len(session.scalars(select(BarredPicture)).all()) == 0  # tests' pictures have no likeness to bar


def test_a_case_with_an_identifier_is_hidden_at_once_and_comes_back_changed(
    house: House, people: People, case: Case
) -> None:
    write(house, people, case, history="Nothing that tells who it is.")
    submit(house, people, case, IDENTIFIER)
    assert stored(house, case).status is CaseStatus.HIDDEN
    with pytest.raises(WrongStep, match="moderators decide"):
        drop(house, people, case)
    approve(house, people, case)
    after = stored(house, case)
    assert (after.status, after.history) == (CaseStatus.PUBLISHED, "Nothing that tells who it is.")


def test_a_change_of_a_case_that_was_hidden_meanwhile_is_not_approved(house: House, people: People, case: Case) -> None:
    write(house, people, case, title="Itch at night")
    submit(house, people, case)
    hide(house, people, case)
    with pytest.raises(WrongStep, match="isn't in the library now"):
        approve(house, people, case)


BROKEN = {
    "approved by one": "UPDATE case_change SET status = 'approved', author_confirmed = content_hash, decided_by = 99",
    "decided by its author": "UPDATE case_change SET decided_by = author_id",
    "submitted unconfirmed": "UPDATE case_change SET status = 'submitted', reason = 'clearer',"
    " consent = 'given_covers'",
    "confirmed while it is written": "UPDATE case_change SET author_confirmed = content_hash",
    "dropped with its text": "UPDATE case_change SET status = 'dropped'",
    "two open at once": "INSERT INTO case_change (case_id, author_id, status, base_hash, content, content_hash,"
    " submitted, formerly, kept, open_identifiers, removed_identifiers, note, hid_case, author_confirmed,"
    " moderator_confirmed, created_at, updated_at, version) SELECT case_id, author_id, status, base_hash, content,"
    " content_hash, submitted, formerly, kept, 0, 0, note, hid_case, '', '', created_at, updated_at, 1"
    " FROM case_change",
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_itself_refuses(house: House, people: People, case: Case, name: str) -> None:
    write(house, people, case, title="Itch at night")
    with pytest.raises(IntegrityError), house.database.writing() as session:
        session.execute(text(BROKEN[name]))


def test_a_case_that_goes_back_to_its_author_overtakes_the_change(house: House, people: People, case: Case) -> None:
    write(house, people, case, title="Overtaken")
    added = plan(house, people, case)
    hide(house, people, case)
    max_, at = people.actor("max"), house.clock.now()
    with house.database.writing() as session:
        services.return_for_changes(session, Outbox(session, at), max_, session.get_one(Case, case.id), at=at)
    with house.database.reading() as session:
        change = queries.latest_change(session, case.id)
        assert change is not None
        assert (change.status, change.content["title"]) == (ChangeStatus.SUPERSEDED, "Overtaken")
        assert session.get_one(Image, added.image_id).state is ImageState.ERASED
        assert queries.shown_revisions(session, case.id)[0].withheld
    with pytest.raises(Conflict):
        approve(house, people, case)


def test_the_end_of_a_case_empties_all_that_was_planned(house: House, people: People, case: Case) -> None:
    changed(house, people, case, title="Approved once")
    write(house, people, case, title="Waits")
    added = plan(house, people, case)
    at = house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        services.end(session, Outbox(session, at), None, found, reason=EndReason.PATIENT, at=at)
    with house.database.reading() as session:
        assert kept_words(session, case.id) == ""
        assert queries.open_change(session, case.id) is None
        assert session.get_one(Image, added.image_id).state is ImageState.ERASED
