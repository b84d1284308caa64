"""Items follow their case and their resolution."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cases import services as cases
from app.cases.models import Case
from app.consent import services as consents
from app.consent.models import Consent, ConsentScope
from app.consent.rules import Scope
from app.kernel.audit import AuditEntry
from app.kernel.outbox import Outbox, deliver_due
from app.ops.house import House
from app.quizzes import jobs, queries, services
from app.quizzes.models import Attempt, Item
from app.quizzes.rules import ItemStatus
from app.threads import services as threads
from app.wiring import subscriptions
from tests.clock import HeldClock
from tests.people import People
from tests.quizzes.making import confirm, drafted_item, live_item, resolution_of

Change = Callable[[House, People, Item], None]


def status_of(house: House, item: Item) -> ItemStatus:
    with house.database.reading() as session:
        return session.get_one(Item, item.id).status


def is_asked(house: House, people: People, item: Item) -> bool:
    with house.database.reading() as session:
        return queries.question_for(session, people.actor("sam"), item.id) is not None


def hide(house: House, people: People, item: Item) -> None:
    moderator = people.actor("max")
    with house.database.writing() as session:
        at, case = house.clock.now(), session.get_one(Case, item.case_id)
        cases.hide(session, Outbox(session, at), moderator, case, at=at)


def show_again(house: House, people: People, item: Item) -> None:
    moderator = people.actor("max")
    with house.database.writing() as session:
        at, case = house.clock.now(), session.get_one(Case, item.case_id)
        cases.show_again(session, Outbox(session, at), moderator, case, at=at)


def reopen(house: House, people: People, item: Item) -> None:
    author = people.actor("clara")
    with house.database.writing() as session:
        at, case = house.clock.now(), session.get_one(Case, item.case_id)
        threads.reopen(session, Outbox(session, at), author, case, at=at)


def withdraw(house: House, people: People, item: Item) -> None:
    author = people.actor("clara")
    with house.database.writing() as session:
        at, case = house.clock.now(), session.get_one(Case, item.case_id)
        consents.withdraw(session, Outbox(session, at), author, case, at=at)


def follow(house: House, item: Item) -> None:
    """Run the job, twice as it may happen."""
    for _time in range(2):
        jobs.follow_case(house.database, house.clock, item.case_id)


def actions(house: House, item: Item) -> list[str]:
    about = select(AuditEntry.action).where(AuditEntry.subject == "item", AuditEntry.subject_id == item.id)
    with house.database.reading() as session:
        return list(session.scalars(about.order_by(AuditEntry.id)))


@pytest.mark.parametrize("change", [hide, reopen, withdraw])
def test_an_item_is_silent_at_once_before_any_job_runs(house: House, people: People, change: Change) -> None:
    item, other = live_item(house, people), live_item(house, people, title="Noise")
    assert is_asked(house, people, item)
    change(house, people, item)
    assert status_of(house, item) is ItemStatus.LIVE, "so that it's the query that hides it"
    assert not is_asked(house, people, item)
    assert is_asked(house, people, other)


def test_an_item_is_silent_when_its_consent_no_longer_covers_quizzes(house: House, people: People) -> None:
    item = live_item(house, people)
    with house.database.writing() as session:
        consent = session.scalars(select(Consent).where(Consent.case_id == item.case_id)).one()
        session.delete(session.get_one(ConsentScope, (consent.id, Scope.QUIZ)))
    assert not is_asked(house, people, item)


def test_an_item_is_silent_from_the_moment_its_consent_runs_out(house: House, people: People, clock: HeldClock) -> None:
    item = live_item(house, people)
    with house.database.writing() as session:
        consent = session.scalars(select(Consent).where(Consent.case_id == item.case_id)).one()
        consent.expires_at = clock.now() + timedelta(hours=1)
    assert is_asked(house, people, item)
    clock.move(timedelta(hours=1))
    assert not is_asked(house, people, item)


def test_an_item_is_suspended_with_its_case_and_comes_back_with_it(house: House, people: People) -> None:
    item = live_item(house, people)
    hide(house, people, item)
    follow(house, item)
    assert status_of(house, item) is ItemStatus.SUSPENDED
    show_again(house, people, item)
    follow(house, item)
    assert is_asked(house, people, item)
    assert actions(house, item) == ["item.drafted", "item.accepted", "item.suspended", "item.resumed"]


def test_a_draft_stays_a_draft_whatever_happens_to_its_case(house: House, people: People) -> None:
    item = drafted_item(house, people)
    hide(house, people, item)
    follow(house, item)
    assert status_of(house, item) is ItemStatus.DRAFT


def test_i12_an_item_falls_with_its_resolution_and_a_new_one_gets_its_own(house: House, people: People) -> None:
    item = live_item(house, people)
    reopen(house, people, item)
    follow(house, item)
    assert status_of(house, item) is ItemStatus.SUSPENDED
    with house.database.writing() as session:
        case = session.get_one(Case, item.case_id)
        renewed = confirm(house, people, session, case, "Bed bugs")
    jobs.draft_item(house.database, house.clock, renewed.id)
    follow(house, item)
    assert status_of(house, item) is ItemStatus.RETIRED
    with house.database.reading() as session:
        (new,) = queries.of_case(session, item.case_id)
    assert (new.status, new.resolution_id) == (ItemStatus.DRAFT, renewed.id)


def test_an_ended_case_leaves_nothing_of_its_item_but_scores(house: House, people: People) -> None:
    item, sam = live_item(house, people), people.account("sam")
    with house.database.writing() as session:
        session.add(
            Attempt(
                account_id=sam.id,
                item_id=item.id,
                sitting="one",
                option_position=1,
                is_correct=False,
                at=house.clock.now(),
            )
        )
    withdraw(house, people, item)
    follow(house, item)
    with house.database.reading() as session:
        left = session.get_one(Item, item.id)
        assert (left.status, left.stem, left.lead_in, left.teaching_point) == (ItemStatus.RETIRED, "", "", "")
        assert left.options == []
        assert [attempt.account_id for attempt in session.scalars(select(Attempt))] == [sam.id]


def test_text_that_is_no_longer_confirmed_is_not_asked_and_is_cut_anew(house: House, people: People) -> None:
    item = live_item(house, people)
    with house.database.writing() as session:
        case = session.get_one(Case, item.case_id)
        case.presentation = "Three weeks of itch."
        changed = cases.fingerprint(case)
        case.content_hash = case.author_confirmed = case.moderator_confirmed = changed
    assert not is_asked(house, people, item)
    follow(house, item)
    with house.database.reading() as session:
        renewed = session.get_one(Item, item.id)
    assert (renewed.status, renewed.accepted_by) == (ItemStatus.DRAFT, None)
    assert renewed.stem.startswith("Three weeks of itch.\n\n")
    assert actions(house, item)[-1] == "item.drafted_anew"


def test_a_job_about_a_case_that_never_was_does_nothing(house: House) -> None:
    jobs.follow_case(house.database, house.clock, 999)


def deliver(house: House) -> None:
    """Do what the worker does after a commit."""
    deliver_due(house.database, house.clock, subscriptions(house))


def test_the_house_drafts_suspends_resumes_and_retires_by_itself(house: House, people: People) -> None:
    resolution = resolution_of(house, people)
    deliver(house)
    with house.database.reading() as session:
        (item,) = queries.of_case(session, resolution.case_id)
    assert item.status is ItemStatus.DRAFT
    faye = people.actor("faye")
    with house.database.writing() as session:
        draft = session.get_one(Item, item.id)
        services.accept(session, Outbox(session, faye.at), faye, draft, version=draft.version, at=faye.at)
    for change, expected in (
        (hide, ItemStatus.SUSPENDED),
        (show_again, ItemStatus.LIVE),
        (reopen, ItemStatus.SUSPENDED),
        (withdraw, ItemStatus.RETIRED),
    ):
        change(house, people, item)
        deliver(house)
        assert status_of(house, item) is expected
