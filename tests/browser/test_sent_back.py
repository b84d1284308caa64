"""On phones: a case that is sent back, changed and approved; one that is rejected; and a moderator's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.accounts.rules import Occupation
from app.policy.actor import Role
from tests.browser import people
from tests.browser.conftest import Crowd, Server
from tests.browser.steps import approve, decide, share, submit, take_up, wait_for, waits
from tests.photo import phone_photo

pytestmark = pytest.mark.browser
DIAGNOSIS = "Granuloma annulare"
WITH_PLACE, WITHOUT = "Rings on a forearm in Northtown", "Rings on a forearm"
SMALL_PLACE, NO_VALUE = "A rare disease together with a small place", "No teaching value"


@pytest.fixture(scope="module", autouse=True)
def _cast(server: Server) -> None:
    people.let_in(server, "Clara", Occupation.PHYSICIAN)
    people.let_in(server, "Max", Occupation.PHYSICIAN, Role.MODERATOR)
    people.let_in(server, "Mona", Occupation.PHYSICIAN, Role.MODERATOR)


@pytest.fixture
def clara(crowd: Crowd) -> Page:
    """Clara's phone."""
    return people.sign_in(crowd.page(), "Clara")


@pytest.fixture
def max_(crowd: Crowd) -> Page:
    """Moderator Max's phone."""
    return people.sign_in(crowd.page(), "Max")


def photo(folder: Path, seed: int) -> Path:
    path = folder / f"IMG_{seed}.jpg"
    path.write_bytes(phone_photo(seed=seed))
    return path


def test_changes_are_asked_for_made_and_approved_in_one_review(clara: Page, max_: Page, tmp_path: Path) -> None:
    case_url, _ = share(clara, photo(tmp_path, 11), WITH_PLACE, diagnosis=DIAGNOSIS)
    take_up(max_, WITH_PLACE)
    review_url = max_.url
    decide(max_, "Ask for changes", reason=SMALL_PLACE, message="Leave the town out of the title.")
    _read_and_change(clara)
    assert submit(clara) == case_url
    take_up(max_, WITHOUT)
    assert max_.url == review_url
    _see_what_changed(max_)
    approve(max_, WITHOUT, is_taken_up=True)
    assert not waits(max_, WITHOUT)
    clara.goto(case_url)
    expect(clara.get_by_role("heading", name=WITHOUT, exact=True)).to_be_visible()
    assert "Readers don't see this case" not in clara.content()


def _read_and_change(clara: Page) -> None:
    """From the list of her cases to the message, and on to the text, which still stands there."""
    clara.goto("/my-cases")
    row = clara.locator(".row-item", has_text=WITH_PLACE)
    expect(row).to_contain_text("Changes asked for")
    expect(row).to_contain_text("Open it to read what the moderators say.")
    row.get_by_role("link", name=WITH_PLACE).click()
    _expect_message(clara, "A moderator asks for changes.", SMALL_PLACE, "Leave the town out of the title.")
    clara.get_by_role("link", name="Go on writing").click()
    _expect_message(clara, "A moderator asks for changes.", SMALL_PLACE, "Leave the town out of the title.")
    expect(clara.get_by_label("Presentation", exact=True)).to_have_value(re.compile("^Rings on the forearm"))
    clara.get_by_label("Title", exact=True).fill(WITHOUT)
    clara.get_by_role("button", name="Save and go on").click()


def _expect_message(page: Page, *words: str) -> None:
    for part in words:
        expect(page.locator("main")).to_contain_text(part)


def _see_what_changed(max_: Page) -> None:
    """The old title struck out beside the new one, nothing else, and what was said last time."""
    changed = max_.locator("section", has=max_.get_by_role("heading", name="Changed since the last submission"))
    expect(changed.locator("dt")).to_have_text(["Title"])
    expect(changed.locator("del")).to_have_text(WITH_PLACE.removeprefix(WITHOUT))
    expect(changed.locator("ins")).to_have_count(0)
    expect(max_.locator("aside")).to_contain_text("Leave the town out of the title.")


def test_a_rejected_case_tells_its_author_why_and_stays_out(clara: Page, max_: Page, tmp_path: Path) -> None:
    title = "A bruise like any other"
    case_url, _ = share(clara, photo(tmp_path, 12), title, diagnosis="Haematoma")
    take_up(max_, title)
    decide(max_, "Reject", reason=NO_VALUE, message="We have thirty of these.")
    clara.goto("/my-cases")
    row = clara.locator(".row-item", has_text=title)
    expect(row).to_contain_text("Not accepted")
    expect(row.get_by_role("link", name="Go on")).to_have_count(0)
    row.get_by_role("link", name=title).click()
    _expect_message(clara, "Your case was not accepted.", NO_VALUE, "We have thirty of these.")
    assert clara.request.get(f"{case_url}/edit").status == 409
    assert not waits(max_, title)


def test_a_moderators_own_case_waits_for_another(max_: Page, crowd: Crowd, tmp_path: Path) -> None:
    title = "A ring of my own"
    case_url, _ = share(max_, photo(tmp_path, 13), title, diagnosis=DIAGNOSIS)
    mona = people.sign_in(crowd.page(), "Mona")
    wait_for(lambda: waits(mona, title))
    assert not waits(max_, title)
    take_up(mona, title)
    assert max_.request.get(mona.url).status in (403, 404)
    approve(mona, title, is_taken_up=True)
    max_.goto(case_url)
    expect(max_.get_by_role("heading", name=title, exact=True)).to_be_visible()
    assert "Readers don't see this case" not in max_.content()
