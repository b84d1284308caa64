"""On phones: a published case is changed, sent back, submitted again, approved; and a picture comes to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import stage
from tests.browser.barriers import barriers
from tests.browser.conftest import PHONE, Crowd, Server
from tests.browser.steps import confirm_picture, cover, decide, take_up, wait_for, waits
from tests.browser.test_pages_for_everybody import WIDER
from tests.photo import phone_photo

pytestmark = pytest.mark.browser
CASE = f"/cases/{stage.OPEN}"
BETTER, BEST = "Skipped beats, watched at rest", "Skipped beats, watched at rest and after stairs"


@pytest.fixture(scope="module", autouse=True)
def _stage(server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    stage.build(server, tmp_path_factory.mktemp("content"))


@pytest.fixture
def clara(crowd: Crowd) -> Page:
    """The author's phone."""
    return stage.sign_in(crowd.page(), "clara")


@pytest.fixture
def max_(crowd: Crowd) -> Page:
    """The moderator's phone."""
    return stage.sign_in(crowd.page(), "max")


@pytest.fixture
def sam(crowd: Crowd) -> Page:
    """A reader's phone."""
    return stage.sign_in(crowd.page(), "sam")


def title_of(page: Page) -> str:
    """What the case is called for whoever is signed in."""
    page.goto(CASE)
    return page.locator("h1").inner_text()


def look(page: Page) -> None:
    """The page fits the phone, has one first heading and bars nobody."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.evaluate(WIDER)
    expect(page.locator("h1")).to_have_count(1)
    assert barriers(page) == []


def look_in_the_dark(page: Page, *paths: str) -> None:
    """The same, as people see it who sit in the dark."""
    page.emulate_media(color_scheme="dark")
    for path in paths:
        page.goto(path)
        look(page)
    page.emulate_media(color_scheme="light")


def keep_all(page: Page) -> None:
    """Where something is found in the text, say that it may stay."""
    expect(page.get_by_role("heading", name=re.compile("^(What changes|What could tell who it is)$"))).to_be_visible()
    if page.url.endswith("/identifiers"):
        for reason in page.locator("input[name^=why-]").all():
            reason.locator("xpath=preceding::input[@value='keep'][1]").check()
            reason.fill("invented")
        look(page)
        page.locator("main form button[type=submit]").last.click()


def write(clara: Page, title: str) -> None:
    """From the case's page to the comparison."""
    clara.goto(CASE)
    clara.get_by_role("link", name=re.compile("^(Change|Go on)$")).first.click()
    expect(clara.get_by_role("heading", name="Change your case")).to_be_visible()
    clara.get_by_label("Title", exact=True).fill(title)
    look(clara)
    clara.get_by_role("button", name="Save and compare").click()
    keep_all(clara)


def submit(clara: Page, consent: str = "What the patient agreed to covers this change") -> None:
    """Say why, that consent covers it, and send it."""
    expect(clara.get_by_role("heading", name="What changes")).to_be_visible()
    look(clara)
    clara.get_by_role("radio", name=re.compile("It can be said or shown better")).check()
    clara.get_by_role("radio", name=re.compile(consent)).check()
    clara.get_by_label("I have looked at all of it").check()
    clara.get_by_role("button", name="Submit the change").click()
    expect(clara.get_by_text("Your change is with the moderators.")).to_be_visible()


def test_a_change_is_sent_back_written_anew_and_shown_once_approved(clara: Page, max_: Page, sam: Page) -> None:
    before = title_of(sam)
    write(clara, BETTER)
    submit(clara)
    look(clara)
    assert title_of(sam) == before
    take_up(max_, BETTER)
    look(max_)
    expect(max_.locator(".differences ins")).to_have_text(re.compile("watched at rest"))
    review = max_.url
    decide(max_, "Ask for changes", message="Say what happens after stairs, too.")
    clara.goto(CASE)
    expect(clara.locator("main")).to_contain_text("Say what happens after stairs, too.")
    write(clara, BEST)
    submit(clara)
    take_up(max_, BEST)
    assert max_.url == review
    since = max_.locator("section", has=max_.get_by_role("heading", name="Changed since the last submission"))
    expect(since.locator("ins")).to_have_text("and after stairs")
    look(max_)
    look_in_the_dark(max_, review)
    look_in_the_dark(clara, f"{CASE}/change/submit")
    assert title_of(sam) == before
    decide(max_, "Approve")
    assert title_of(sam) == BEST
    sam.get_by_role("link", name=re.compile("^Changed on")).click()
    expect(sam.get_by_role("heading", name="What was changed")).to_be_visible()
    expect(sam.locator(".differences")).not_to_contain_text("rest rest")
    look(sam)
    look_in_the_dark(sam, f"{CASE}/history", CASE)
    look_in_the_dark(clara, f"{CASE}/change", f"{CASE}/change/pictures")
    assert not waits(max_, BEST)


def test_a_picture_comes_to_a_published_case(clara: Page, max_: Page, sam: Page, tmp_path: Path) -> None:
    title = title_of(sam)
    pictures = sam.locator("ul.strip > li").count()
    photo = tmp_path / "IMG_77.jpg"
    photo.write_bytes(phone_photo(seed=77))
    clara.goto(f"{CASE}/change")
    clara.get_by_role("button", name="Save and add pictures").click()
    expect(clara.get_by_role("heading", name="New pictures")).to_be_visible()
    clara.locator("input[type=file]").set_input_files([str(photo)])
    clara.get_by_role("button", name="Upload").click()
    look(clara)
    clara.get_by_role("link", name="Redact").click()
    cover(clara)
    confirm_picture(clara)
    clara.get_by_role("link", name="Describe them and go on").click()
    clara.get_by_label("Description", exact=True).last.fill("Forearm with several raised rings.")
    look(clara)
    clara.get_by_role("button", name="Save and compare").click()
    keep_all(clara)
    submit(clara, "Whoever gave consent has seen this change and agrees")
    sam.goto(CASE)
    assert sam.locator("ul.strip > li").count() == pictures
    take_up(max_, title)
    look(max_)
    decide(max_, "Approve")

    def is_there() -> bool:
        sam.goto(CASE)
        return sam.locator("ul.strip > li").count() == pictures + 1

    wait_for(is_there)
    sam.goto(f"{CASE}/history")
    expect(sam.locator(".differences").first).to_contain_text("added")
    look(sam)
