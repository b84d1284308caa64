"""Something is wrong: Sam flags a picture on the phone, without a script too, and a moderator has it destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.accounts.rules import Occupation
from app.policy.actor import Role
from tests.browser import steps
from tests.browser.conftest import Crowd, Server
from tests.browser.people import let_in, sign_in
from tests.photo import phone_photo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _everybody(server: Server) -> None:
    """Authors Clara and Omar, moderator Max, student Sam; and patience, for a machine that does other things too."""
    expect.set_options(timeout=30_000)
    for name in ("Clara", "Omar"):
        let_in(server, name, Occupation.PHYSICIAN)
    let_in(server, "Max", Occupation.PHYSICIAN, Role.MODERATOR)
    let_in(server, "Sam", Occupation.STUDENT_MEDICINE)


def is_narrow(page: Page) -> None:
    """Nothing reaches beyond the phone's edge."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def published(author: Page, moderator: Page, photo: Path, title: str, *, seed: int) -> str:
    """Share a photo and have it approved; return the case's address."""
    photo.write_bytes(phone_photo(seed=seed))
    case, _code = steps.share(author, photo, title, diagnosis="Granuloma annulare")
    steps.approve(moderator, title)
    return case


def decide(page: Page, decision: str, *, reason: str, message: str = "") -> None:
    """Say it about what has been taken up."""
    page.get_by_role("radio", name=decision).check()
    page.get_by_label(reason).check()
    if message:
        page.get_by_label("Message to the author").fill(message)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Decided. Thank you.")).to_be_visible()


def flag_picture(page: Page, case: str) -> None:
    """From the case to one of its pictures; a reason without a name needs words, and what was chosen stays."""
    page.goto(case)
    page.get_by_role("link", name="Flag", exact=True).first.click()
    is_narrow(page)
    page.get_by_role("link", name="Flag it").click()
    is_narrow(page)
    page.get_by_label("What is wrong?").select_option("other")
    page.get_by_role("button", name="Hide it and tell moderators").click()
    expect(page.locator("main")).to_contain_text("Say in a few words what is wrong.")
    expect(page.get_by_label("What is wrong?")).to_have_value("other")
    page.get_by_label("What is wrong?").select_option("face")
    page.get_by_label("Where, and what?").fill("In the window, upper left.")
    page.get_by_role("button", name="Hide it and tell moderators").click()
    expect(page.get_by_text("It is hidden until moderators have decided.")).to_be_visible()


def test_a_person_is_flagged_and_suspended_and_let_in_again(server: Server, crowd: Crowd, tmp_path: Path) -> None:
    omar, max_, sam = (sign_in(crowd.page(), name) for name in ("Omar", "Max", "Sam"))
    case = published(omar, max_, tmp_path / "photo.jpg", "Scaly patches", seed=2)
    sam.goto(case)
    sam.get_by_role("link", name="Flag", exact=True).first.click()
    sam.get_by_role("link", name="Flag Omar").click()
    is_narrow(sam)
    sam.get_by_label("What is wrong?").select_option("impersonation")
    sam.get_by_role("button", name="Tell moderators").click()
    expect(sam.get_by_text("Moderators look at it.")).to_be_visible()

    steps.take_up(max_, "Omar")
    decide(max_, "Suspend", reason="Isn't who they say they are")
    omar.goto("/account")
    assert "/sign-in" in omar.url
    sam.goto(case)
    expect(sam.locator("h1")).to_have_text("Scaly patches")

    max_.goto("/moderation/suspended")
    is_narrow(max_)
    max_.on("dialog", lambda dialog: dialog.accept())
    max_.get_by_role("button", name="Let them in again").click()
    expect(max_.get_by_text("Omar can sign in again.")).to_be_visible()
    sign_in(omar, "Omar")


def test_a_picture_is_flagged_hidden_destroyed_and_its_author_told(crowd: Crowd, plain: Page, tmp_path: Path) -> None:
    clara, max_ = sign_in(crowd.page(), "Clara"), sign_in(crowd.page(), "Max")
    case = published(clara, max_, tmp_path / "photo.jpg", "Rings that do not itch", seed=1)
    sign_in(plain, "Sam")  # no script runs here
    plain.goto(case)
    address = plain.locator("main img").first.get_attribute("src") or ""
    assert plain.request.get(address).status == 200
    flag_picture(plain, case)
    assert {plain.request.get(path).status for path in (address, case)} == {404}

    steps.take_up(max_, "The picture that was flagged")
    expect(max_.locator("main")).to_contain_text("In the window, upper left.")
    is_narrow(max_)
    decide(max_, "Destroy this picture", reason="A face, or part of one", message="A face in the window.")

    clara.goto(f"{case}/pictures")
    for words in ("A moderator has destroyed a picture of your case.", "A face in the window.", "No picture yet"):
        expect(clara.locator("main")).to_contain_text(words)
    assert {page.request.get(address).status for page in (clara, max_, plain)} == {404}
    plain.goto("/account/flags")
    expect(plain.locator("main")).to_contain_text("Moderators have destroyed the picture.")
    is_narrow(plain)
