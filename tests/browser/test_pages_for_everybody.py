"""Pages are for everybody: on a narrow phone, by light and in the dark, through a screen reader, without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import stage
from tests.browser.barriers import barriers
from tests.browser.conftest import PHONE, Crowd, Server
from tests.photo import phone_photo

pytestmark = pytest.mark.browser
PLACES = {
    "nobody": ["/", "/sign-in", "/sign-up", "/withdraw", "/pages/consent", "/pages/nothing"],
    "sam": ["/", "/library?q=bleeding", f"/cases/{stage.RESOLVED}", "/study", "/study/next", "/account", "/my-cases"],
    "clara": [
        f"/cases/{stage.RESOLVED}",
        f"/cases/{stage.OPEN}/resolution",
        "/my-cases",
        "/cases/new",
        f"/cases/{stage.DRAFT}/pictures/{stage.DRAFT}",
        f"/cases/{stage.DRAFT}/edit",
        f"/cases/{stage.DRAFT}/consent",
        f"/cases/{stage.DRAFT}/submit",
    ],
    "max": ["/moderation", "/moderation/1", "/moderation/figures"],
    "faye": ["/items", "/items/1", "/collections/new"],
}
WIDER = """() => [...document.querySelectorAll("body *")]
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
  .map((part) => part.outerHTML.slice(0, 80)).slice(0, 3)"""


@pytest.fixture(scope="module", autouse=True)
def _stage(server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    stage.build(server, tmp_path_factory.mktemp("content"))


@pytest.mark.parametrize("who", PLACES)
def test_no_page_bars_anybody_by_light_or_in_the_dark_nor_runs_off_the_phone(crowd: Crowd, who: str) -> None:
    page = crowd.page()
    if who != "nobody":
        stage.sign_in(page, who)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in PLACES[who]:
            page.goto(path)
            expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.evaluate(WIDER)
            found += [f"{scheme} {path}: {barrier}" for barrier in barriers(page)]
    assert found == []


def test_each_page_has_one_first_heading_and_a_name_of_its_own(crowd: Crowd) -> None:
    page = stage.sign_in(crowd.page(), "clara")
    names = []
    for path in PLACES["clara"]:
        page.goto(path)
        expect(page.locator("h1")).to_have_count(1)
        names.append(page.title())
    assert len(set(names)) == len(names)
    assert all(name.endswith("· Casebook") for name in names)


def test_without_script_a_reader_commits_an_opinion_and_talks(plain: Page) -> None:
    stage.sign_in(plain, "faye").goto(f"/cases/{stage.OPEN}")
    assert "Lyme carditis" not in plain.content()
    plain.locator("#thread").get_by_label("Diagnosis").first.fill("Wenckebach block")
    plain.get_by_role("button", name="Commit my opinion").click()
    expect(plain.locator("main")).to_contain_text("Wenckebach block")
    expect(plain.locator("main")).to_contain_text("Lyme carditis")
    plain.get_by_label("Your comment").fill("Look at the strip after climbing stairs.")
    plain.get_by_role("button", name="Post").click()
    expect(plain.locator("#comments")).to_contain_text("Look at the strip after climbing stairs.")


def test_without_script_a_student_searches_and_takes_a_quiz(plain: Page) -> None:
    stage.sign_in(plain, "sofia").goto("/library")
    plain.get_by_role("searchbox").first.fill("bleeding")
    plain.locator("main").get_by_role("button", name="Search").click()
    expect(plain.get_by_role("link", name="Bleeding gums")).to_be_visible()
    plain.goto("/study/next")
    plain.locator(".options .option").first.click()
    plain.get_by_role("button", name="Answer").click()
    expect(plain.get_by_role("heading", name=re.compile("Right|Wrong"))).to_be_visible()
    expect(plain.locator("main")).to_contain_text("Teaching point")


def test_without_script_a_clinician_covers_a_picture_by_its_numbers(plain: Page) -> None:
    stage.sign_in(plain, "omar").goto("/cases/new")
    photo = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": phone_photo(seed=2)}
    plain.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    plain.get_by_role("button", name="Upload").click()
    parts = plain.get_by_label("Parts to cover")
    parts.fill("from left to right")
    plain.get_by_role("button", name="See the result").click()
    expect(plain.locator(".field-error")).to_be_visible()
    expect(parts).to_have_value("from left to right")
    parts.fill('[{"x": 40, "y": 20, "width": 300, "height": 60}]')
    plain.get_by_role("button", name="See the result").click()
    expect(plain.get_by_role("heading", name="This is how everybody will see it")).to_be_visible()
