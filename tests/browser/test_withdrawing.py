"""A patient with a phone and a receipt code: quizzes first, later everything; and what that does on other phones."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.cases.models import Case
from app.consent import receipts
from app.consent.models import Consent
from app.quizzes.models import Item
from tests.browser import stage
from tests.browser.barriers import barriers
from tests.browser.conftest import PHONE, Crowd, Server
from tests.browser.steps import wait_for

pytestmark = pytest.mark.browser
CODE = receipts.new_code()
TITLE = "Bleeding gums"


@pytest.fixture(scope="module", autouse=True)
def _stage(server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    stage.build(server, tmp_path_factory.mktemp("content"))
    with server.house.database.writing() as session:
        consent = session.scalars(select(Consent).where(Consent.case_id == stage.RESOLVED)).one()
        consent.receipt_hash = receipts.digest(CODE)


def type_the_code(page: Page) -> None:
    """Go where the receipt says, and type it as people do."""
    page.goto("/withdraw")
    page.get_by_label("Code of your receipt").fill(CODE.lower().replace("-", " "))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Take your consent back?")).to_be_visible()
    look(page)


def look(page: Page) -> None:
    """No barrier on the page, and nothing runs off the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert barriers(page) == []


def item_of(server: Server, case_id: int) -> int:
    with server.house.database.reading() as session:
        return session.scalars(select(Item.id).where(Item.case_id == case_id)).one()


def test_quizzes_first_and_later_everything(crowd: Crowd, server: Server) -> None:
    question = f"/study/{item_of(server, stage.RESOLVED)}"
    sam, kwame, patient = stage.sign_in(crowd.page(), "sam"), stage.sign_in(crowd.page(), "kwame"), crowd.page()
    sam.goto(question)
    expect(sam.get_by_role("button", name="Answer")).to_be_visible()
    make_a_handout(kwame)
    take_back_quizzes(patient)
    sam.goto(question)
    expect(sam.get_by_text("There is nothing here for you")).to_be_visible()
    sam.goto(f"/cases/{stage.RESOLVED}")
    expect(sam.get_by_role("heading", name=TITLE)).to_be_visible()
    take_back_everything(patient)
    for reader in (sam, kwame):
        reader.goto(f"/cases/{stage.RESOLVED}")
        expect(reader.get_by_text("This case was withdrawn")).to_be_visible()
    wait_for(lambda: "delete your copy" in mails(server))
    with server.house.database.reading() as session:
        assert session.get_one(Case, stage.RESOLVED).title == ""


def make_a_handout(page: Page) -> None:
    page.goto(f"/cases/{stage.RESOLVED}")
    page.get_by_role("link", name="Handout").click()
    look(page)
    page.get_by_role("button", name="Make the handout").click()
    expect(page.get_by_text("It has a sheet of its own for the diagnosis")).to_be_visible()
    look(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("It has a sheet of its own for the diagnosis")).to_be_hidden()
    assert page.locator(".new-sheet").evaluate("part => getComputedStyle(part).breakBefore") == "page"
    page.emulate_media(media="screen")


def take_back_quizzes(page: Page) -> None:
    type_the_code(page)
    page.get_by_text("Only some of it").click()
    page.get_by_role("button", name="Take back what I ticked").click()
    expect(page.get_by_text("Tick at least one line")).to_be_visible()
    look(page)
    page.get_by_label("Quizzes").check()
    page.get_by_role("button", name="Take back what I ticked").click()
    expect(page.get_by_role("heading", name="Your consent is taken back")).to_be_visible()
    expect(page.get_by_text("not used any more for: Quizzes")).to_be_visible()
    expect(page.get_by_text("may still be used for: Library, Handouts, Export and reuse")).to_be_visible()
    expect(page.get_by_text("had taken a copy")).to_have_count(0)
    look(page)


def take_back_everything(page: Page) -> None:
    type_the_code(page)
    page.get_by_text("Only some of it").click()
    expect(page.get_by_label("Quizzes")).to_have_count(0)
    page.get_by_label("Library").check()
    page.get_by_role("button", name="Take back what I ticked").click()
    expect(page.get_by_role("heading", name="Then the whole case goes")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Yes, take everything back").click()
    expect(page.get_by_text("nobody can see it any more")).to_be_visible()
    expect(page.get_by_text(re.compile("1 person had taken a copy"))).to_be_visible()
    look(page)


def mails(server: Server) -> str:
    return "\n".join(path.read_text() for path in (server.settings.data / "mail").glob("*.eml"))


def test_without_script_the_code_works_as_well(plain: Page, server: Server) -> None:
    code = receipts.new_code()
    with server.house.database.writing() as session:
        consent = session.scalars(select(Consent).where(Consent.case_id == stage.OPEN)).one()
        consent.receipt_hash = receipts.digest(code)
    plain.goto("/withdraw")
    plain.get_by_label("Code of your receipt").fill(code)
    plain.get_by_role("button", name="Go on").click()
    plain.get_by_role("button", name="Yes, take everything back").click()
    expect(plain.get_by_text("nobody can see it any more")).to_be_visible()
    plain.goto("/withdraw")
    plain.get_by_label("Code of your receipt").fill(code)
    plain.get_by_role("button", name="Go on").click()
    expect(plain.get_by_text("nobody can see it any more")).to_be_visible()
