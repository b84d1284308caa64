"""Signing in the browser: with a finger on the patient's own phone, and with a keyboard on the clinician's device."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from app.accounts.queries import actor_of, by_email
from app.accounts.rules import Occupation
from app.consent.models import Consent
from app.consent.rules import Method, Scope
from app.policy.actor import Role
from tests.browser import people
from tests.browser.barriers import barriers
from tests.browser.conftest import Crowd, Server
from tests.browser.steps import submit
from tests.cases.making import draft_in

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 900}
NAME = "Wilhelmina Abernathy"


@pytest.fixture(scope="module", autouse=True)
def _cast(server: Server) -> None:
    people.let_in(server, "Clara", Occupation.PHYSICIAN)
    people.let_in(server, "Max", Occupation.PHYSICIAN, Role.MODERATOR)


@pytest.fixture
def consent_page(server: Server) -> str:
    """The address of the consent page of a draft of Clara's that lacks nothing but consent."""
    with server.house.database.writing() as session:
        account = by_email(session, people.address("Clara"))
        assert account is not None
        at = server.house.clock.now()
        case = draft_in(session, server.house.store, actor_of(account, at), at=at)
        return f"/cases/{case.id}/consent"


def consent_of(server: Server, page: str) -> Consent:
    with server.house.database.reading() as session:
        case_id = int(page.split("/")[2])
        found = session.query(Consent).filter_by(case_id=case_id).one()
        assert found.grants
        return found


def draw(page: Page) -> None:
    """One finger writes on the pad."""
    pad = page.locator("[data-pad] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(((0.1, 0.7), (0.25, 0.2), (0.4, 0.7), (0.55, 0.3), (0.9, 0.6))):
        point = {"x": box["x"] + box["width"] * x, "y": box["y"] + box["height"] * y}
        finger.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if number else "touchStart", "touchPoints": [point]}
        )
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()
    expect(page.get_by_text("Signed.", exact=True)).to_be_visible()


def see_everything(page: Page) -> None:
    """Nothing is ticked, the picture is there, and no menu of anybody's."""
    expect(page.get_by_role("heading", name="May others learn from this case?")).to_be_visible()
    expect(page.get_by_role("heading", name="Itch between the fingers")).to_be_visible()
    assert page.locator("main img").first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.get_by_text("I am free to say no")).to_be_visible()
    assert page.locator("main input:checked").count() == 0
    assert page.locator("nav[aria-label=Main]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_patient_signs_with_a_finger_on_their_own_phone(server: Server, crowd: Crowd, consent_page: str) -> None:
    clara = people.sign_in(crowd.page(DESK), "Clara")
    clara.goto(consent_page)
    clara.get_by_role("button", name="Link and code for their phone").click()
    expect(clara.get_by_role("img", name="Code with the link")).to_be_visible()
    expect(clara.get_by_text("Waiting for the signature")).to_be_visible()
    link = clara.locator(".link-text a").inner_text()
    phone = crowd.page()
    phone.goto(link)
    see_everything(phone)
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        expect(phone.locator("html")).to_have_attribute("data-bs-theme", scheme)
        assert barriers(phone) + barriers(clara) == []
    phone.get_by_label("I am the patient", exact=False).first.check()
    phone.get_by_label("Library").check()
    phone.get_by_label("Your name").fill(NAME)
    draw(phone)
    phone.get_by_role("button", name="Clear").click()
    expect(phone.get_by_text("Nothing yet.")).to_be_visible()
    draw(phone)
    phone.get_by_role("button", name="Sign", exact=True).click()
    expect(phone.get_by_role("heading", name="Thank you. This is your receipt")).to_be_visible()
    code = phone.locator(".code-large").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Save as PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    expect(clara.get_by_text("Consent is recorded")).to_be_visible()
    assert NAME not in clara.content()
    clara.get_by_role("link", name="Go on").click()
    clara.get_by_role("link", name="Go on").click()
    submit(clara)
    consent = consent_of(server, consent_page)
    assert (consent.method, consent.scopes) == (Method.SIGNED_BY_LINK, frozenset({Scope.LIBRARY}))
    _moderator_opens_it(crowd, consent)


def _moderator_opens_it(crowd: Crowd, consent: Consent) -> None:
    max_ = people.sign_in(crowd.page(), "Max")
    max_.goto(f"/cases/{consent.case_id}")
    max_.get_by_role("link", name="Open who signed").click()
    max_.get_by_label("Somebody says that the consent isn't genuine").check()
    max_.get_by_label("In your words").fill("The patient's sister has called about it.")
    max_.get_by_role("button", name="Open it").click()
    expect(max_.get_by_text(NAME)).to_be_visible()
    expect(max_.locator(".pad-drawn polyline")).to_have_count(1)


def test_a_device_is_handed_over_and_signed_with_the_keyboard_alone(
    server: Server, crowd: Crowd, consent_page: str
) -> None:
    device = people.sign_in(crowd.page(DESK), "Clara")
    device.goto(consent_page)
    device.get_by_role("button", name="Hand over this device").press("Enter")
    see_everything(device)
    device.get_by_label("I am the patient", exact=False).first.press("Space")
    for scope in ("Library", "Quizzes"):
        device.get_by_label(scope).press("Space")
    device.get_by_label("Your name").press_sequentially(NAME)
    device.get_by_role("button", name="Sign", exact=True).press("Enter")
    expect(device.get_by_text("Sign in the field, or tick").first).to_be_visible()
    expect(device.get_by_label("Your name")).to_have_value(NAME)
    device.get_by_label("The name I have typed is my signature").press("Space")
    device.get_by_role("button", name="Sign", exact=True).press("Enter")
    expect(device.get_by_role("heading", name="Thank you. This is your receipt")).to_be_visible()
    device.get_by_role("link", name="give the device back").press("Enter")
    expect(device.get_by_role("heading", name="Consent is recorded")).to_be_visible()
    consent = consent_of(server, consent_page)
    assert (consent.method, consent.scopes) == (Method.SIGNED_HERE, frozenset({Scope.LIBRARY, Scope.QUIZ}))


def test_without_script_a_typed_name_signs_and_the_place_is_chosen_by_a_step(
    server: Server, crowd: Crowd, plain: Page, consent_page: str
) -> None:
    clara = people.sign_in(plain, "Clara")
    clara.goto(consent_page)
    clara.get_by_label("Whose rules apply?").select_option("usa")
    clara.get_by_role("button", name="Show").click()
    expect(clara.get_by_text("HIPAA Privacy Rule, 45 CFR")).to_be_visible()
    clara.get_by_role("button", name="Hand over this device").click()
    clara.get_by_label("I am the patient", exact=False).first.check()
    clara.get_by_label("Library").check()
    clara.get_by_label("Good until").fill("2099-12-31")
    clara.get_by_label("Your name").fill(NAME)
    clara.get_by_label("The name I have typed is my signature").check()
    clara.get_by_role("button", name="Sign", exact=True).click()
    expect(clara.get_by_role("heading", name="Thank you. This is your receipt")).to_be_visible()
    assert consent_of(server, consent_page).jurisdiction == "usa"


def test_with_script_choosing_a_place_swaps_what_is_asked(crowd: Crowd, consent_page: str) -> None:
    clara = people.sign_in(crowd.page(), "Clara")
    clara.goto(consent_page)
    expect(clara.get_by_label("What lets them decide for the patient?")).to_have_count(0)
    clara.get_by_label("Whose rules apply?").select_option("eu-general")
    expect(clara.get_by_label("What lets them decide for the patient?")).to_be_visible()
    expect(clara.get_by_label("Who represents the estate")).to_have_count(0)
    assert urlsplit(clara.url).query == "place=eu-general"
    assert clara.evaluate("document.documentElement.scrollWidth <= innerWidth")
