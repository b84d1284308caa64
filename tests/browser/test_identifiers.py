"""In a real browser: deciding about what could tell who the patient is, on a phone and at a desk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from app.accounts.queries import actor_of, by_email
from app.accounts.rules import Occupation
from app.cases import services as cases
from app.cases.content import CaseContent, PictureWords
from app.policy.actor import Actor, Role
from tests.browser import people
from tests.browser.barriers import barriers
from tests.browser.conftest import PHONE, Crowd, Server
from tests.cases.making import PUBLISHED, TEXT, Making, draft_in

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 900}
LONG = (
    "She has itched at night for three weeks, more between the fingers than elsewhere, "
    "and two others in the household itch as well. "
)
HISTORY = (
    f"{LONG * 3}Mrs Anna Berg wrote from anna.berg.who.has.a.very.long.address@an.even.longer.domain.example.org.\n\n"
    f"Seen on 14/03/2024 by Dr Okafor, MRN: 4711 0815.\n{LONG * 2}Berg's sister has nothing of the kind."
)
NAMED = replace(TEXT, title="Itch of Mrs Anna Berg", history=HISTORY, tags=("berg", "itch"))


@pytest.fixture(scope="module", autouse=True)
def _cast(server: Server) -> None:
    people.let_in(server, "Clara", Occupation.PHYSICIAN)
    people.let_in(server, "Omar", Occupation.PHYSICIAN)
    people.let_in(server, "Max", Occupation.PHYSICIAN, Role.MODERATOR)


def actor(server: Server, name: str) -> Actor:
    with server.house.database.reading() as session:
        account = by_email(session, people.address(name))
        assert account is not None
        return actor_of(account, server.house.clock.now())


def draft(server: Server, content: CaseContent = NAMED) -> str:
    """The address of the identifiers of a new draft of Clara's."""
    clara, at = actor(server, "Clara"), server.house.clock.now()
    with server.house.database.writing() as session:
        case = draft_in(session, server.house.store, clara, at=at)
        words = {case.pictures[0].id: PictureWords("The hand of Mrs Berg", "A hand")}
        cases.edit(session, clara, case, content, words=words, at=at)
        return f"/cases/{case.id}/identifiers"


def published(server: Server) -> str:
    """The address of a case of Clara's in the library."""
    clara, judge, at = actor(server, "Clara"), actor(server, "Max"), server.house.clock.now()
    with server.house.database.writing() as session:
        making = Making(session, draft_in(session, server.house.store, clara, at=at), clara, judge, at)
        for step in PUBLISHED:
            step(making)
        return f"/cases/{making.case.id}"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_fits_bars_nobody_and_breaks_no_word(server: Server, crowd: Crowd, viewport: dict[str, int]) -> None:
    page = people.sign_in(crowd.page(viewport), "Clara")
    address = draft(server)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        assert barriers(page) == []
    marks = page.locator("mark", has_text="Okafor")
    assert marks.first.evaluate("mark => mark.getClientRects().length") == 1
    text = page.locator(".marked", has_text="Okafor").evaluate("text => getComputedStyle(text).whiteSpace")
    assert text in ("pre-wrap", "break-spaces", "preserve")


def test_one_press_replaces_everything(server: Server, crowd: Crowd) -> None:
    page, address = people.sign_in(crowd.page(), "Clara"), draft(server)
    page.goto(address)
    page.get_by_role("button", name="Replace all and go on").click()
    expect(page).not_to_have_url(address)
    page.goto(address.replace("identifiers", "edit"))
    text = page.get_by_label("History").input_value()
    for wording in ("Berg", "Okafor", "4711", "14/03/2024"):
        assert wording not in text
    assert text.count("\n") == HISTORY.count("\n")
    expect(page.get_by_label("Tags")).to_have_value("itch")


def test_keeping_asks_for_a_reason_and_the_button_says_so(server: Server, crowd: Crowd) -> None:
    page, address = people.sign_in(crowd.page(DESK), "Clara"), draft(server)
    page.goto(address)
    name = page.locator(".asked").filter(has_text="Okafor")
    reason = name.get_by_label("Why Okafor can stay")
    expect(reason).to_be_hidden()
    name.get_by_label("Keep, because").check()
    expect(reason).to_be_visible()
    expect(page.get_by_role("button", name="Replace all and go on")).to_have_count(0)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it can stay.")
    reason.fill("an eponym")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.goto(address)
    expect(page.locator(".asked")).to_have_count(1)
    expect(reason).to_have_value("an eponym")


def test_without_script_everything_is_decided_too(server: Server, plain: Page) -> None:
    people.sign_in(plain, "Clara").goto(draft(server))
    plain.get_by_role("button", name="Replace all and go on").click()
    expect(plain.get_by_text("Your text is saved.")).to_be_visible()


def test_a_comment_with_a_name_is_asked_about_in_its_place(server: Server, crowd: Crowd) -> None:
    page, address = people.sign_in(crowd.page(), "Omar"), published(server)
    page.goto(address)
    page.get_by_role("button", name="Skip and only read").click()
    page.get_by_label("Your comment").fill("I saw Mrs Berg last week.")
    page.get_by_role("button", name="Post").click()
    expect(page.get_by_role("heading", name="Could this tell who the patient is?")).to_be_visible()
    assert page.url.partition("#")[0].endswith(address)
    expect(page.get_by_label("Your comment")).to_have_value("I saw Mrs Berg last week.")
    page.get_by_label("What to write instead of Berg").fill("somebody like her")
    page.get_by_role("button", name="Post").click()
    expect(page.locator(".thread")).to_contain_text("I saw Mrs somebody like her last week.")
    expect(page.get_by_role("heading", name="Could this tell who the patient is?")).to_have_count(0)
