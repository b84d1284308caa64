"""A small stage for looking at pages: a few of the demo's cases, and a draft with a picture."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Page, expect

from app.accounts.models import Account
from app.accounts.queries import actor_of, by_email
from app.cases import services as cases
from app.media import services as media
from app.media.originals import prepare
from app.ops import demo
from tests.browser.conftest import Server
from tests.photo import phone_photo

SCRIPTS = ("bleeding-gums-and-bruises", "dark-patch-under-the-heel", "skipped-beats-in-a-runner")
RESOLVED, OTHER, OPEN, DRAFT = 1, 2, 3, 4
"""The numbers of the cases: Priya's, Omar's, Clara's, and Clara's draft."""


def build(server: Server, folder: Path) -> None:
    """Load everybody of the demo, the three cases, and a draft of Clara's whose picture nobody has confirmed."""
    content = server.settings.content
    shutil.copy(content / "people.toml", folder)
    shutil.copytree(content / "consent", folder / "consent")
    for script in SCRIPTS:
        shutil.copytree(content / "cases" / script, folder / "cases" / script)
    demo.load(replace(server.house, settings=replace(server.settings, content=folder)), lambda _done, _total: None)
    _start_draft(server)


def _start_draft(server: Server) -> None:
    at = server.house.clock.now()
    with server.house.database.writing() as session:
        clara = by_email(session, address("clara"))
        assert isinstance(clara, Account)
        actor = actor_of(clara, at)
        case = cases.start(session, actor, at=at)
        upload = BytesIO(phone_photo())
        image = media.receive(session, server.house.store, author_id=clara.id, original=prepare(upload), at=at)
        cases.add_picture(session, actor, case, image, at=at)
        assert (case.id, case.pictures[0].id) == (DRAFT, DRAFT)


def address(name: str) -> str:
    """The address with which somebody of the demo signs in."""
    return f"{name}@demo.casebook.example"


def sign_in(page: Page, name: str) -> Page:
    """Sign somebody of the demo in through the form."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address(name))
    page.get_by_label("Password", exact=True).fill(demo.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))
    return page
