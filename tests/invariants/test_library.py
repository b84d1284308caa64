"""I11, I12 and I18: what can be found and asked, and what happens while parts of the machine are down."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import SHOWN, CaseStatus
from app.kernel.outbox import Outbox, OutboxEntry, deliver_due
from app.library import jobs as library
from app.ops.house import House
from app.quizzes import jobs as quizzes
from app.quizzes.models import Item
from app.quizzes.rules import ItemStatus
from app.threads.models import Resolution
from app.wiring import subscriptions
from tests.cases.making import case_in, published_case
from tests.clock import HeldClock
from tests.moderation.making import flagged
from tests.people import People
from tests.quizzes.making import key_of, live_item
from tests.threads.making import proposed


def test_i11_the_index_holds_what_is_in_the_library_and_a_stale_entry_is_filtered(house: House, people: People) -> None:
    by_status = {status: case_in(status, house, people) for status in CaseStatus}
    library.rebuild(house.database, house.index, house.clock)
    assert set(house.index.case_ids()) == {by_status[status].id for status in SHOWN}
    shown, judge = by_status[CaseStatus.PUBLISHED], people.actor("max")
    with house.database.writing() as session:
        at, found = house.clock.now(), session.get_one(Case, shown.id)
        cases.hide(session, Outbox(session, at), judge, found, at=at)
    assert shown.id in set(house.index.case_ids())
    assert f'href="/cases/{shown.id}' not in people.client("sam").get("/library?q=burrows").text
    library.refresh_case(house.database, house.index, house.clock, shown.id)
    assert shown.id not in set(house.index.case_ids())


def test_i12_an_item_rests_on_a_confirmed_diagnosis_and_tells_nothing_before_the_answer(
    house: House, people: People
) -> None:
    case = published_case(house, people)
    waiting = proposed(house, people, case)
    quizzes.draft_item(house.database, house.clock, waiting.id)
    with house.database.reading() as session:
        assert session.scalars(select(Item)).all() == []
    item, sam = live_item(house, people, title="Another"), people.client("sam")
    page = sam.get(f"/study/{item.id}")
    assert page.status_code == 200
    assert "is_key" not in page.text
    assert item.options[key_of(item) - 1].rationale not in page.text or not item.options[key_of(item) - 1].rationale
    assert sam.get(f"/study/{item.id}/result").status_code == 404
    with house.database.writing() as session:
        session.execute(update(Resolution).where(Resolution.id == item.resolution_id).values(status="reopened"))
    quizzes.follow_case(house.database, house.clock, item.case_id)
    with house.database.reading() as session:
        assert session.get_one(Item, item.id).status is ItemStatus.SUSPENDED
    assert sam.get(f"/study/{item.id}").status_code in (302, 404, 409)


def test_i18_search_down_the_database_answers_and_says_so_and_hides_what_is_hidden(
    house: House, people: People
) -> None:
    shown, hidden = published_case(house, people), case_in(CaseStatus.HIDDEN, house, people)
    library.rebuild(house.database, house.index, house.clock)
    sam = people.client("sam")
    well = sam.get("/library?q=burrows").text
    shutil.rmtree(house.settings.index)
    basic = sam.get("/library?q=burrows").text
    for page in (well, basic):
        assert f'href="/cases/{shown.id}' in page
        assert f'href="/cases/{hidden.id}' not in page
    assert basic.count("notice") > well.count("notice")


def test_i18_mail_down_the_outbox_keeps_it_and_nothing_else_waits(
    house: House, people: People, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, listeners = published_case(house, people), subscriptions(house)
    deliver_due(house.database, clock, listeners)
    flagged(house, people, case)

    def down(*_: str) -> None:
        raise OSError("the mail server is down")

    with monkeypatch.context() as patched:
        patched.setattr(type(house.mailer), "send", down)
        deliver_due(house.database, clock, listeners)
    assert list(house.index.case_ids()) == []
    assert waiting(house) == ["ContentFlagged"]
    clock.move(timedelta(seconds=10))
    deliver_due(house.database, clock, listeners)
    assert waiting(house) == []
    assert "flagged your case" in "".join(path.read_text() for path in (house.settings.data / "mail").iterdir())


def waiting(house: House) -> list[str]:
    with house.database.reading() as session:
        left = select(OutboxEntry.name).where(OutboxEntry.delivered_at.is_(None)).order_by(OutboxEntry.id)
        return list(session.scalars(left))


def test_i18_without_a_worker_an_upload_waits_and_is_nobodys(house: House, people: People) -> None:
    """Nothing of a picture that nobody has scanned and confirmed reaches anybody but its author."""
    case = case_in(CaseStatus.SUBMITTED, house, people)
    name = case.pictures[0].image.name
    for who in ("sam", "omar"):
        assert people.client(who).get(f"/images/{name}/320.webp").status_code == 404
