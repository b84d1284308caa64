"""People of the journeys: they sign up themselves where that is the journey, else an operator has let them in."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from playwright.sync_api import Page, expect

from app.accounts.rules import VERIFIABLE, Occupation, Specialty
from app.accounts.services import Profile
from app.ops import people
from app.policy.actor import Role
from tests.browser.conftest import Server

PASSWORD = "correct horse battery"


def let_in(server: Server, name: str, occupation: Occupation, *roles: Role) -> None:
    """An account as an operator makes it on the command line."""
    profile = Profile(
        name=name,
        email=address(name),
        occupation=occupation,
        country="SE",
        specialty=Specialty.CARDIOLOGY,
        registration_number="4711",
    )
    people.create(server.house, profile, PASSWORD, verified=occupation in VERIFIABLE)
    for role in roles:
        people.grant(server.house, address(name), role)


def address(name: str) -> str:
    return f"{name.lower()}@example.org"


def sign_in(page: Page, name: str) -> Page:
    """Sign in through the form."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address(name))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))
    return page


def mailed_link(server: Server, kind: str, to: str) -> str:
    """The path of the newest link of a kind that was mailed to somebody; waits for the worker."""
    found: list[str] = []
    for path in sorted((server.settings.data / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns):
        message = message_from_bytes(Path(path).read_bytes(), policy=default)
        body = message.get_body()
        if message["To"] == to and body is not None:
            found += re.findall(rf"(/{kind}/\S+)", body.get_content())
    return found[-1] if found else ""
