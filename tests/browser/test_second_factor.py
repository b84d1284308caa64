"""A moderator on the phone: told why the role waits, sets up an app, then a passkey, and signs in with each."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import CDPSession, Page, expect

from app.accounts.rules import Occupation
from app.policy.actor import Role
from tests.browser import people
from tests.browser.conftest import Crowd, Server

SERVER = {"CASEBOOK_SECOND_FACTOR": "required", "CASEBOOK_PUBLIC_URL": "http://localhost:{port}"}
"""Passkeys are bound to a host's name."""
PHONE_WITH_FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module", autouse=True)
def cast(server: Server) -> None:
    people.let_in(server, "Max", Occupation.PHYSICIAN, Role.MODERATOR)
    people.let_in(server, "Mona", Occupation.PHYSICIAN, Role.MODERATOR)


@pytest.fixture
def phone(crowd: Crowd) -> Page:
    """A phone that knows its owner's finger."""
    page = crowd.page()
    authenticator(page)
    return page


def authenticator(page: Page) -> tuple[CDPSession, str]:
    """Chromium's virtual authenticator."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_WITH_FINGERPRINT})
    return session, str(made["authenticatorId"])


def sign_out(page: Page) -> None:
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_url(re.compile("/sign-in"))


def fits(page: Page) -> None:
    """Nothing sticks out to the side."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def first_step(page: Page, name: str) -> None:
    """Address and password, after which the second factor is asked for."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(people.address(name))
    page.get_by_label("Password", exact=True).fill(people.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()


def test_an_app_brings_the_role_and_is_asked_for_at_the_next_sign_in(phone: Page, plain: Page) -> None:
    people.sign_in(phone, "Max")
    expect(phone).to_have_url(re.compile("/account/security"))
    expect(phone.locator("main")).to_contain_text("Your role waits for a second factor")
    fits(phone)
    assert phone.request.get("/moderation", max_redirects=0).status == 302

    phone.get_by_role("button", name="Set up an app").click()
    picture = phone.get_by_alt_text("QR code with the key below")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    fits(phone)
    phone.get_by_text("I can't scan it").click()
    secret = phone.locator(".code-large").inner_text().replace(" ", "")
    phone.get_by_label("Code").fill("000000")
    phone.get_by_role("button", name="Set it up").click()
    expect(phone.locator(".field-error")).to_contain_text("isn't right")
    used = pyotp.TOTP(secret).now()
    phone.get_by_label("Code").fill(used)
    phone.get_by_role("button", name="Set it up").click()
    expect(phone.locator(".codes li")).to_have_count(10)
    fits(phone)
    recovery = phone.locator(".codes li").first.inner_text()
    phone.goto("/moderation")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    expect(phone).to_have_url(re.compile("/moderation"))

    sign_out(phone)
    first_step(phone, "Max")
    fits(phone)
    phone.get_by_label("Code").fill(recovery)
    phone.locator("main").get_by_role("button", name="Go on").click()
    phone.goto("/account/security")
    expect(phone.locator("main")).to_contain_text("9 codes are left")

    first_step(plain, "Max")
    expect(plain.get_by_label("Code")).to_be_visible()


def test_a_passkey_is_made_named_and_enough(phone: Page) -> None:
    people.sign_in(phone, "Mona")
    phone.get_by_role("button", name="Add a passkey").click()
    expect(phone.locator("#flashes")).to_contain_text("Your passkey is kept")
    fits(phone)
    phone.get_by_text("Other names for them").click()
    phone.get_by_label("Name of").fill("Mona's phone")
    phone.get_by_role("button", name="Keep this name").click()
    expect(phone.locator("#second-factor .row-title")).to_have_text("Mona's phone")

    sign_out(phone)
    phone.get_by_role("button", name="Use a passkey").click()
    expect(phone).not_to_have_url(re.compile("/sign-in"))
    phone.goto("/moderation")
    expect(phone).to_have_url(re.compile("/moderation"))

    sign_out(phone)
    first_step(phone, "Mona")
    phone.get_by_role("button", name="Use a passkey").click()
    expect(phone).not_to_have_url(re.compile("/sign-in"))


def test_a_finger_that_is_not_known_is_said_so_and_the_code_still_works(crowd: Crowd) -> None:
    page = crowd.page()
    session, name = authenticator(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": False})
    page.goto("/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("[data-passkey] [role=alert]")).to_contain_text("didn't work")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_enabled()


def test_without_script_there_is_no_button_that_does_nothing(plain: Page) -> None:
    plain.goto("/sign-in")
    expect(plain.get_by_role("button", name="Use a passkey")).to_have_count(0)
