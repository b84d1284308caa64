"""Moderators at work: with the keyboard, with a phone, two about one case, and two who get in each other's way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from app.accounts.models import Account
from app.accounts.queries import actor_of, by_email
from app.accounts.rules import Occupation
from app.cases.models import Case
from app.cases.rules import CaseStatus, Delicate
from app.consent import services as consents
from app.kernel.outbox import Outbox
from app.moderation import jobs, queries
from app.moderation.rules import ReviewKind
from app.policy.actor import Role
from tests.browser import people
from tests.browser.barriers import barriers
from tests.browser.conftest import PHONE, Crowd, Server
from tests.browser.steps import decide
from tests.cases.making import draft_in
from tests.consent.making import terms

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 900}
REASON = "The picture is too poor"


@pytest.fixture(scope="module", autouse=True)
def staff(server: Server) -> None:
    """Clara shares cases; Max and Mona moderate."""
    people.let_in(server, "Clara", Occupation.PHYSICIAN)
    people.let_in(server, "Max", Occupation.PHYSICIAN, Role.MODERATOR)
    people.let_in(server, "Mona", Occupation.PHYSICIAN, Role.MODERATOR)


def waiting(server: Server, title: str, *shown: Delicate) -> tuple[int, str]:
    """A case of Clara's that waits for moderators: its id, and the address of its review."""
    house, at = server.house, server.house.clock.now()
    with house.database.writing() as session:
        account = by_email(session, people.address("Clara"))
        assert isinstance(account, Account)
        clara = actor_of(account, at)
        case = draft_in(session, house.store, clara, at=at, title=title, delicate=shown)
        consents.record(session, Outbox(session, at), clara, case, terms(at), at=at)
        consents.submit_case(session, Outbox(session, at), clara, case, content_hash=case.content_hash, at=at)
    jobs.open_case_review(house.database, house.clock, case.id)
    with house.database.reading() as session:
        review = queries.of_subject(session, ReviewKind.CASE, case.id)
        assert review is not None
        return case.id, f"/moderation/{review.id}"


def status_of(server: Server, case_id: int) -> CaseStatus:
    with server.house.database.reading() as session:
        return session.get_one(Case, case_id).status


def at_desk(crowd: Crowd, name: str, address: str = "/moderation") -> Page:
    page = people.sign_in(crowd.page(DESK), name)
    page.goto(address)
    return page


def take_up(page: Page) -> None:
    page.get_by_role("button", name="Take it up").click()
    expect(page.get_by_role("button", name="Decide")).to_be_visible()


def test_a_moderator_gets_from_the_queue_to_the_decision_with_keys_alone(server: Server, crowd: Crowd) -> None:
    case_id, _ = waiting(server, "Keys alone")
    page = at_desk(crowd, "Max")
    page.keyboard.press("j")
    expect(page.locator(".row-title").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Keys alone")).to_be_visible()
    page.keyboard.press("t")
    expect(page.get_by_role("button", name="Decide")).to_be_visible()

    page.keyboard.press("a")
    box = page.get_by_label("I have looked at every picture")
    expect(box).to_be_focused()
    expect(page.locator("[data-keys-said]")).to_contain_text("First: I have looked at every picture")
    page.keyboard.press("Space")
    page.keyboard.press("x")
    expect(page.get_by_role("radio", name="Reject")).not_to_be_checked()
    page.keyboard.press("Escape")

    page.keyboard.press("a")
    asked = page.get_by_role("dialog", name="Approve?")
    expect(asked).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-keys-said]")).to_have_text("Nothing was decided.")
    assert status_of(server, case_id) is CaseStatus.IN_REVIEW
    page.keyboard.press("a")
    expect(asked.get_by_role("button", name="Yes, decide")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Decided. Thank you.")).to_be_visible()
    assert status_of(server, case_id) is CaseStatus.PUBLISHED


def test_a_no_by_key_asks_for_a_reason_first_and_shows_it_again(server: Server, crowd: Crowd) -> None:
    case_id, address = waiting(server, "Too dark to see")
    page = at_desk(crowd, "Max", address)
    take_up(page)
    page.keyboard.press("x")
    expect(page.get_by_role("radio", name="Reject")).to_be_checked()
    expect(page.locator("input[name=reasons]").first).to_be_focused()
    page.get_by_label(REASON).check()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    asked = page.get_by_role("dialog", name="Reject?")
    expect(asked.get_by_role("listitem")).to_have_text([REASON])
    asked.get_by_role("button", name="Yes, decide").click()
    expect(page.get_by_text("Decided. Thank you.")).to_be_visible()
    assert status_of(server, case_id) is CaseStatus.REJECTED


def test_keys_explain_themselves_walk_and_can_be_switched_off(server: Server, crowd: Crowd) -> None:
    waiting(server, "The first of two")
    _, second = waiting(server, "The second of two")
    page = at_desk(crowd, "Max", second)
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name="The first of two")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="The second of two")).to_be_visible()
    page.keyboard.press("Shift+?")
    shown = page.get_by_role("dialog", name="Keys")
    expect(shown).to_contain_text("Ask for changes")
    shown.get_by_label("No single keys on this device").check()
    shown.get_by_role("button", name="Close").click()
    page.keyboard.press("t")
    page.keyboard.press("k")
    page.wait_for_timeout(300)
    expect(page).to_have_url(re.compile(f"{second}$"))
    expect(page.get_by_role("button", name="Take it up")).to_be_visible()


def test_no_part_of_a_decision_bars_anybody_from_it_nor_runs_off_the_phone(server: Server, crowd: Crowd) -> None:
    _, address = waiting(server, "For everybody", Delicate.FACE)
    page = people.sign_in(crowd.page(), "Max")
    page.goto(address)
    take_up(page)
    page.get_by_role("radio", name="Ask for changes").check()
    page.get_by_label(REASON).check()
    page.keyboard.press("Escape")
    for key, dialog in (("r", "Ask for changes?"), ("Shift+?", "Keys")):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.keyboard.press(key)
            expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
            assert barriers(page) == []
            page.keyboard.press("Escape")
            assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_two_moderators_approve_a_child_one_after_the_other(server: Server, crowd: Crowd) -> None:
    case_id, address = waiting(server, "A rash on the cheek", Delicate.CHILD)
    max_, mona = people.sign_in(crowd.page(), "Max"), people.sign_in(crowd.page(), "Mona")
    max_.goto(address)
    expect(max_.get_by_text("Nobody has approved it yet.")).to_be_visible()
    take_up(max_)
    expect(max_.get_by_text("It waits for a second moderator.")).to_be_visible()
    max_.get_by_label("I have looked at every picture").check()
    max_.get_by_role("radio", name="Approve").check()
    max_.get_by_role("button", name="Decide").click()
    expect(max_.get_by_text("Your approval is written down.")).to_be_visible()
    assert status_of(server, case_id) is CaseStatus.SUBMITTED

    clara = people.sign_in(crowd.page(), "Clara")
    clara.goto(f"/cases/{case_id}")
    expect(clara.get_by_text("One has approved it; it waits for the second.")).to_be_visible()
    max_.goto(address)
    expect(max_.get_by_text("Another moderator decides now")).to_be_visible()
    mona.goto(address)
    expect(mona.get_by_text("Max approved it first")).to_be_visible()
    take_up(mona)
    decide(mona, "Approve")
    assert status_of(server, case_id) is CaseStatus.PUBLISHED


def test_of_two_moderators_the_later_keeps_what_they_wrote_and_overwrites_nothing(server: Server, crowd: Crowd) -> None:
    case_id, address = waiting(server, "Two at once")
    max_, mona = at_desk(crowd, "Max", address), at_desk(crowd, "Mona", address)
    take_up(max_)
    mona.reload()
    expect(mona.get_by_text("Max is looking at this at the moment.")).to_be_visible()
    elsewhere = max_.context.new_page()
    elsewhere.goto(address)
    elsewhere.get_by_role("button", name="Give it back").click()
    mona.reload()
    take_up(mona)

    max_.get_by_role("radio", name="Reject").check()
    max_.get_by_label("Message to the author").fill("Her name stands on the band.")
    max_.get_by_role("button", name="Decide").click()
    expect(max_.get_by_text("Mona is looking at this at the moment.")).to_be_visible()
    expect(max_.get_by_label("What you had written")).to_have_value("Her name stands on the band.")
    decide(mona, "Ask for changes", reason=REASON, message="Please take it again by daylight.")
    assert status_of(server, case_id) is CaseStatus.CHANGES_REQUESTED


def test_without_script_there_are_buttons_for_everything(server: Server, plain: Page) -> None:
    case_id, address = waiting(server, "No script here")
    people.sign_in(plain, "Mona")
    plain.goto(address)
    expect(plain.get_by_role("button", name="Keys")).to_have_count(0)
    plain.locator(".guidelines summary").first.click()
    expect(plain.locator(".guidelines .fold-body").first).to_contain_text("redacted picture")
    take_up(plain)
    expect(plain.locator("dialog:visible")).to_have_count(0)
    decide(plain, "Approve")
    assert status_of(server, case_id) is CaseStatus.PUBLISHED
