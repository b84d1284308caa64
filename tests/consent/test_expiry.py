"""Consent that runs out: readers and learners stop seeing at that very moment, and the author is told before, twice."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.consent import jobs, services
from app.consent.models import ExpiryWarning, Export
from app.consent.rules import Scope
from app.kernel.outbox import Outbox, deliver_due
from app.ops.house import House
from app.wiring import subscriptions
from tests.clock import HeldClock
from tests.consent.making import consented_draft, published_case
from tests.consent.taking import take_back
from tests.people import People
from tests.quizzes.making import live_item

ALL = frozenset(Scope)
DAY = timedelta(days=1)


def mails(house: House, subject: str) -> list[EmailMessage]:
    """What was sent under a subject that has these words."""
    while deliver_due(house.database, house.clock, subscriptions(house)):
        """What is delivered may have more to tell."""
    files = sorted((house.settings.data / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    read = (message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default) for file in files)
    return [mail for mail in read if subject in mail["Subject"]]


@pytest.fixture
def item_id(house: House, people: People, clock: HeldClock) -> int:
    """An item of a case whose consent, for everything, runs out in ten days; a case without an end stands beside it."""
    item = live_item(house, people, scopes=ALL, expires_at=clock.now() + 10 * DAY)
    live_item(house, people, scopes=ALL, author="mona", title="Noise")
    return item.id


def test_at_that_very_moment_nobody_reads_is_asked_or_takes_anything(
    house: House, people: People, clock: HeldClock, item_id: int
) -> None:
    with house.database.reading() as session:
        case = session.scalars(select(Case).where(Case.title != "Noise")).one()
        image = case.pictures[0].image.name
    sam, omar = people.client("sam"), people.client("omar")
    addresses = [
        (sam, f"/cases/{case.id}"),
        (sam, f"/images/{image}/320.webp"),
        (sam, f"/study/{item_id}"),
        (sam, f"/study/{item_id}/images/{image}/320.webp"),
        (omar, f"/cases/{case.id}/handout"),
        (omar, f"/cases/{case.id}/export"),
    ]
    clock.move(10 * DAY - timedelta(seconds=1))
    assert [client.get(address).status_code for client, address in addresses] == [200] * 6
    clock.move(timedelta(seconds=1))
    assert [client.get(address).status_code for client, address in addresses] == [404] * 6
    assert omar.post(f"/cases/{case.id}/export").status_code == 404
    assert "has run out" in people.client("clara").get(f"/cases/{case.id}").text
    with house.database.reading() as session:
        assert session.get_one(Case, case.id).status is CaseStatus.RESOLVED, "so that it's the query that hides it"


def test_what_goes_on_for_quizzes_alone_runs_out_as_well(
    house: House, people: People, clock: HeldClock, item_id: int
) -> None:
    with house.database.reading() as session:
        case_id = session.scalars(select(Case.id).where(Case.title != "Noise")).one()
    take_back(house, people, case_id, Scope.LIBRARY)
    sam = people.client("sam")
    assert sam.get(f"/study/{item_id}").status_code == 200
    clock.move(10 * DAY)
    assert sam.get(f"/study/{item_id}").status_code == 404
    assert jobs.end_expired(house.database, clock) == 1
    with house.database.reading() as session:
        assert session.get_one(Case, case_id).status is CaseStatus.WITHDRAWN


def test_those_who_took_it_are_told_and_the_author_hears_of_the_end(
    house: House, people: People, clock: HeldClock
) -> None:
    case = published_case(house, people, expires_at=clock.now() + DAY).case
    people.client("omar").post(f"/cases/{case.id}/handout")
    clock.move(DAY)
    assert jobs.end_expired(house.database, clock) == 1
    [told] = mails(house, "delete your copy")
    [ended] = mails(house, "is gone")
    assert (told["To"], ended["To"]) == ("omar@example.org", "clara@example.org")
    assert "has run out" in ended.get_content()
    with house.database.reading() as session:
        assert session.scalars(select(Export.recalled_at)).one() == clock.now()


def test_the_author_is_warned_thirty_and_seven_days_before_each_once(
    house: House, people: People, clock: HeldClock
) -> None:
    case = published_case(house, people, expires_at=clock.now() + 60 * DAY).case
    published_case(house, people, author="omar")
    sent = []
    for _day in range(60):
        clock.move(DAY)
        for _twice in range(2):
            jobs.warn_of_expiry(house.database, clock)
        sent.append(len(mails(house, "runs out")))
    assert [sent.index(1) + 1, sent.index(2) + 1, sent[-1]] == [30, 53, 2]
    for mail in mails(house, "runs out"):
        assert mail["To"] == "clara@example.org"
        assert f"/cases/{case.id}" in mail.get_content()
        assert "2026-05-01 09:00 UTC" in mail.get_content()
        assert "Itch" not in mail.as_string()


def test_who_has_less_than_seven_days_left_is_warned_once_and_not_twice(
    house: House, people: People, clock: HeldClock
) -> None:
    published_case(house, people, expires_at=clock.now() + 5 * DAY)
    assert [jobs.warn_of_expiry(house.database, clock) for _time in range(3)] == [1, 0, 0]
    with house.database.reading() as session:
        assert session.scalars(select(ExpiryWarning.days)).all() == [7]


def test_a_draft_is_warned_of_too_and_what_has_ended_is_not(house: House, people: People, clock: HeldClock) -> None:
    consented_draft(house, people, expires_at=clock.now() + 20 * DAY)
    ended = published_case(house, people, author="omar", expires_at=clock.now() + 20 * DAY).case
    people.client("omar").post(f"/cases/{ended.id}/withdraw")
    assert jobs.warn_of_expiry(house.database, clock) == 1
    [mail] = mails(house, "runs out")
    assert mail["To"] == "clara@example.org"


def test_a_warning_that_comes_after_the_end_is_not_sent(house: House, people: People, clock: HeldClock) -> None:
    case = published_case(house, people, expires_at=clock.now() + 20 * DAY).case
    with house.database.writing() as session:
        assert services.warn(session, Outbox(session, clock.now()), at=clock.now()) == 1
    take_back(house, people, case.id)
    assert mails(house, "runs out") == []


def test_no_consent_revives_when_the_clock_goes_back(house: House, people: People, clock: HeldClock) -> None:
    case = published_case(house, people, expires_at=clock.now() + DAY).case
    clock.move(DAY)
    assert jobs.end_expired(house.database, clock) == 1
    clock.move(-DAY)
    assert people.client("sam").get(f"/cases/{case.id}").status_code == 410
    with house.database.reading() as session:
        assert session.get_one(Case, case.id).status is CaseStatus.WITHDRAWN
