"""On phones: asked by an institution's address, by a colleague's word, by a document; and a name that is hidden."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.accounts import queries
from app.accounts.rules import Occupation
from app.policy.actor import Role
from tests.browser import people
from tests.browser.conftest import Crowd, Server
from tests.browser.steps import decide, take_up, wait_for
from tests.photo import phone_photo

pytestmark = pytest.mark.browser
INSTITUTION = "Northern Hospital"
MODERATORS, ASKING = ("Max", "Mona"), ("Priya", "Tomas", "Sam")


@pytest.fixture(scope="module", autouse=True)
def _cast(server: Server) -> None:
    """Clara is verified; Priya, Tomas and Sam aren't yet."""
    people.let_in(server, "Clara", Occupation.PHYSICIAN)
    for name in MODERATORS:
        people.let_in(server, name, Occupation.PHYSICIAN, Role.MODERATOR)
    for name, occupation in zip(
        ASKING, (Occupation.RESIDENT, Occupation.NURSE, Occupation.STUDENT_MEDICINE), strict=True
    ):
        people.let_in(server, name, occupation)
    with server.house.database.writing() as session:
        for name in ("Clara", *ASKING):
            account = queries.by_email(session, people.address(name))
            assert account is not None
            account.institution = INSTITUTION
            account.verified_until = account.verified_until if name == "Clara" else None


def ask(page: Page, way: str) -> None:
    """From the account page to one of the ways."""
    page.goto("/account")
    page.get_by_role("link", name="Ask to be verified").click()
    expect(page.get_by_role("heading", name="Be verified")).to_be_visible()
    page.get_by_role("link", name=way).click()


def approve(moderator: Page, name: str) -> None:
    """The moderator finds the person in the queue and lets them take part."""
    take_up(moderator, name)
    decide(moderator, "Approve")


def expect_verified(page: Page) -> None:
    page.goto("/account")
    expect(page.locator("#verification")).to_contain_text("Verified")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_by_an_institutions_address(server: Server, crowd: Crowd) -> None:
    priya = people.sign_in(crowd.page(), "Priya")
    max_ = people.sign_in(crowd.page(), "Max")
    ask(priya, "An e-mail address at your institution")
    field = priya.get_by_label("Your address at your institution")
    field.fill("priya@gmail.com")
    priya.get_by_role("button", name="Send me the link").click()
    expect(priya.locator("main")).to_contain_text("Anybody gets an address at gmail.com")
    expect(field).to_have_value("priya@gmail.com")
    field.fill("priya@hospital.example")
    priya.get_by_role("button", name="Send me the link").click()
    expect(priya.locator("main")).to_contain_text("Open it there")
    priya.goto(wait_for(lambda: people.mailed_link(server, "institution", "priya@hospital.example")))
    priya.get_by_role("button", name="This is my address").click()
    expect(priya.locator("main")).to_contain_text("with the moderators")
    take_up(max_, "Priya")
    expect(max_.locator("main")).to_contain_text("Address confirmed at hospital.example")
    decide(max_, "Approve")
    expect_verified(priya)


def test_by_a_colleagues_word(server: Server, crowd: Crowd) -> None:
    tomas, clara = people.sign_in(crowd.page(), "Tomas"), people.sign_in(crowd.page(), "Clara")
    ask(tomas, "A verified colleague")
    tomas.get_by_label("Your colleague's address at Casebook").fill(people.address("Clara"))
    tomas.get_by_role("button", name="Ask them").click()
    expect(tomas.locator("main")).to_contain_text("when they have given their word")
    clara.goto(wait_for(lambda: people.mailed_link(server, "vouch", people.address("Clara"))))
    expect(clara.locator("main")).to_contain_text(INSTITUTION)
    clara.get_by_label("I know this person as").fill("A nurse on my ward since last spring.")
    clara.get_by_role("button", name="I vouch for this person").click()
    expect(clara.locator("main")).to_contain_text("A moderator decides now.")
    mona = people.sign_in(crowd.page(), "Mona")
    take_up(mona, "Tomas")
    expect(mona.locator("main")).to_contain_text("A nurse on my ward since last spring.")
    decide(mona, "Approve")
    expect_verified(tomas)
    expect(tomas.locator("#standing")).to_contain_text("Share cases")


def test_by_a_document_that_the_moderator_opens(crowd: Crowd, tmp_path: Path) -> None:
    sam, max_ = people.sign_in(crowd.page(), "Sam"), people.sign_in(crowd.page(), "Max")
    card = tmp_path / "card.jpg"
    card.write_bytes(phone_photo(seed=21))
    ask(sam, "A licence or a student card")
    sam.locator("input[type=file]").set_input_files(str(card))
    sam.get_by_role("button", name="Hand it in").click()
    expect(sam.locator("main")).to_contain_text("with the moderators", timeout=30_000)  # decoding takes its time
    take_up(max_, "Sam")
    address = max_.get_by_role("link", name="Open the document").get_attribute("href") or ""
    shown = max_.request.get(address)
    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
    decide(max_, "Approve")
    assert max_.request.get(address).status == 409
    expect_verified(sam)
    expect(sam.locator("#standing")).to_contain_text("Students study and discuss.")


def test_a_name_is_hidden_and_shown_again(crowd: Crowd) -> None:
    clara = people.sign_in(crowd.page(), "Clara")
    clara.goto("/account")
    clara.get_by_role("link", name="Change it").click()
    clara.get_by_role("radio", name=re.compile("Only what I am")).check()
    clara.get_by_role("button", name="Save").click()
    expect(clara.locator("#seen")).to_contain_text("Physician, cardiology, since")
    clara.get_by_role("link", name="Change it").click()
    clara.get_by_role("radio", name=re.compile("My name")).check()
    clara.get_by_role("button", name="Save").click()
    expect(clara.locator("#seen")).to_contain_text("Readers see your name")


def test_an_invitation_opens_an_account(server: Server, crowd: Crowd) -> None:
    clara, guest = people.sign_in(crowd.page(), "Clara"), crowd.page()
    clara.goto("/account")
    clara.get_by_role("link", name="Invite colleagues").click()
    clara.get_by_label("E-mail address").fill("gus@example.org")
    clara.get_by_role("button", name="Invite").click()
    expect(clara.locator(".row-item")).to_contain_text("open")
    guest.goto(wait_for(lambda: people.mailed_link(server, "join", "gus@example.org")))
    expect(guest.locator("main")).to_contain_text("Clara invites you")
    guest.get_by_label("Name", exact=True).fill("Gus")
    guest.get_by_label("E-mail address").fill("gus@example.org")
    guest.get_by_label("Password").fill(people.PASSWORD)
    guest.get_by_label("Occupation").select_option("not_in_healthcare")
    guest.get_by_label("Country").select_option("SE")
    guest.get_by_role("button", name="Open my account").click()
    expect(guest.get_by_role("heading", name="Look into your mail")).to_be_visible()
    clara.reload()
    expect(clara.locator(".row-item")).to_contain_text("used")
