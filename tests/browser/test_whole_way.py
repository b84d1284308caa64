"""The whole way on phones: from a photo to a quiz answered and scheduled, and out again by the patient's code."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.accounts.rules import Occupation
from app.policy.actor import Role
from tests.browser import people
from tests.browser.conftest import Crowd, Server
from tests.browser.steps import (
    accept_item,
    answer_item,
    approve,
    commit_opinion,
    confirm_resolution,
    resolve,
    share,
    wait_for,
)
from tests.photo import SECRETS, phone_photo

pytestmark = pytest.mark.browser
TITLE = "Red patches on the forearm"
DIAGNOSIS = "Granuloma annulare"
WRONG = ("Tinea corporis", "Nummular eczema", "Erythema migrans")


@pytest.fixture(scope="module", autouse=True)
def _cast(server: Server) -> None:
    """Everybody but the clinician, who signs up herself."""
    people.let_in(server, "Max", Occupation.PHYSICIAN, Role.MODERATOR)
    people.let_in(server, "Omar", Occupation.PHYSICIAN)
    people.let_in(server, "Priya", Occupation.RESIDENT)
    people.let_in(server, "Faye", Occupation.FACULTY, Role.FACULTY)
    people.let_in(server, "Sam", Occupation.STUDENT_MEDICINE)


def test_from_a_photo_to_a_quiz_and_gone_again(server: Server, crowd: Crowd, tmp_path: Path) -> None:
    clara, max_ = crowd.page(), people.sign_in(crowd.page(), "Max")
    _sign_up_and_be_verified(server, clara, max_)
    case_url, code = _share(clara, tmp_path)
    approve(max_, TITLE)
    pictures = _no_secret_gets_out(server, clara, case_url)
    readers = [people.sign_in(crowd.page(), name) for name in ("Omar", "Priya", "Faye")]
    _discuss(readers, case_url)
    resolve(clara, case_url, DIAGNOSIS)
    confirm_resolution(readers[0], case_url)
    accept_item(clara, TITLE)
    sam = people.sign_in(crowd.page(), "Sam")
    _read_search_and_study(sam, case_url)
    _collect(readers[2], case_url)
    _patient_withdraws(crowd.page(), code)
    _gone_everywhere(server, [sam, clara, max_, readers[2]], case_url, pictures)


def _sign_up_and_be_verified(server: Server, clara: Page, max_: Page) -> None:
    clara.goto("/sign-up")
    clara.get_by_label("Name", exact=True).fill("Clara")
    clara.get_by_label("E-mail address").fill(people.address("Clara"))
    clara.get_by_label("Password").fill(people.PASSWORD)
    clara.get_by_label("Occupation").select_option("physician")
    clara.get_by_label("Registration number").fill("SE-4711")
    clara.get_by_label("Country").select_option("SE")
    clara.get_by_role("button", name="Open my account").click()
    expect(clara.get_by_role("heading", name="Look into your mail")).to_be_visible()
    clara.goto(wait_for(lambda: people.mailed_link(server, "confirm", people.address("Clara"))))
    clara.get_by_role("button", name="Confirm my address").click()
    people.sign_in(clara, "Clara")
    clara.goto("/account")
    clara.get_by_role("link", name="Ask to be verified").click()
    clara.get_by_role("link", name="An entry in a public register").click()
    expect(clara.get_by_label("Your number or name in it")).to_have_value("SE-4711")
    clara.get_by_role("button", name="Ask to be verified").click()
    expect(clara.get_by_text("Your request is with the moderators").first).to_be_visible()
    approve(max_, "Clara")
    clara.goto("/account")
    expect(clara.locator("#verification")).to_contain_text("Verified")


def _share(clara: Page, tmp_path: Path) -> tuple[str, str]:
    photo = tmp_path / "IMG_2041 Jane Surname.jpg"
    photo.write_bytes(phone_photo())
    return share(clara, photo, TITLE, diagnosis=DIAGNOSIS)


def _no_secret_gets_out(server: Server, clara: Page, case_url: str) -> list[str]:
    """Every file of the picture is fetched and kept ones are read: nothing of the phone's data is in them."""
    clara.goto(case_url)
    pictures = sorted(set(re.findall(r"/images/[0-9a-f]+/\d+\.(?:webp|jpg)", clara.content())))
    assert len(pictures) >= 6, clara.locator("main").inner_text()
    for address in pictures:
        body = clara.request.get(address).body()
        assert len(body) > 500
        assert not any(secret in body for secret in SECRETS)
    for path in server.settings.renditions.rglob("*.*"):
        assert not any(secret in path.read_bytes() for secret in SECRETS)
    wait_for(lambda: not [path for path in server.settings.quarantine.rglob("*") if path.is_file()])
    return pictures


def _discuss(readers: list[Page], case_url: str) -> None:
    for page, diagnosis in zip(readers, WRONG, strict=True):
        page.goto(case_url)
        assert not any(other in page.content() for other in WRONG)
        commit_opinion(page, diagnosis, "The ring has an active edge.")
        expect(page.locator("main")).to_contain_text(diagnosis)
    omar = readers[0]
    omar.get_by_label("Your comment").fill("A scraping without hyphae would rule out **tinea**.")
    omar.get_by_role("button", name="Post").click()
    expect(omar.locator("main")).to_contain_text("A scraping without hyphae")


def _read_search_and_study(sam: Page, case_url: str) -> None:
    sam.goto("/library")
    sam.get_by_role("searchbox").first.fill("forearm")
    sam.get_by_role("searchbox").first.press("Enter")
    expect(sam.get_by_role("link", name=TITLE).first).to_be_visible()
    sam.goto(case_url)
    assert DIAGNOSIS not in sam.content()
    answer_item(sam, DIAGNOSIS)


def _collect(faye: Page, case_url: str) -> None:
    faye.goto("/collections")
    faye.get_by_role("link", name="Start a collection").first.click()
    faye.get_by_label("Title").fill("Rings on the skin")
    faye.get_by_label(re.compile("sees", re.IGNORECASE)).select_option("library")
    faye.get_by_role("button", name="Save").click()
    faye.goto(case_url)
    faye.locator("#collect select").select_option(label="Rings on the skin")
    faye.get_by_role("button", name="Add to the collection").click()
    faye.goto("/collections")
    faye.get_by_role("link", name="Rings on the skin").click()
    expect(faye.get_by_role("link", name=TITLE).first).to_be_visible()


def _patient_withdraws(patient: Page, code: str) -> None:
    patient.goto("/withdraw")
    patient.get_by_label("Code of your receipt").fill(code.lower().replace("-", " "))
    patient.get_by_role("button", name="Go on").click()
    patient.get_by_role("button", name="Yes, take everything back").click()
    expect(patient.get_by_role("heading", name="Your consent is taken back").first).to_be_visible()


def _gone_everywhere(server: Server, pages: list[Page], case_url: str, pictures: list[str]) -> None:
    """At once by every address; and soon no file, index term or row holds it any more."""
    for page in pages:
        assert page.request.get(case_url).status in (404, 410)
        for address in pictures:
            assert page.request.get(address).status in (404, 410)
        for address in ("/", "/library", "/library?q=forearm", "/study", "/collections", "/my-cases", "/items"):
            assert TITLE not in page.request.get(address).text(), address
    wait_for(lambda: not [path for path in server.settings.renditions.rglob("*") if path.is_file()])
    words = [word.encode() for word in (TITLE, "active edge", DIAGNOSIS, "forearm")]
    wait_for(lambda: not _files_that_hold(words, server.settings.index))
    server.house.database.engine.dispose()


def _files_that_hold(words: list[bytes], folder: Path) -> list[Path]:
    time.sleep(0.2)
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(word in path.read_bytes() for word in words)]
