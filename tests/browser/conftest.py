"""A real server with its worker, and a real chromium that looks at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from app import wiring
from app.kernel.migrations import upgrade
from app.kernel.settings import Settings, load_settings
from app.ops.house import House

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CASEBOOK_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
PATIENCE = 30


@dataclass(frozen=True)
class Server:
    """A running instance: where it is, and its parts for looking behind the pages."""

    url: str
    settings: Settings
    house: House


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Server]:
    """`casebook serve` with its worker, on data of its own. A module's `SERVER` says what is otherwise than here."""
    folder, port = tmp_path_factory.mktemp("instance"), free_port()
    own = {
        "CASEBOOK_DATA": str(folder / "data"),
        "CASEBOOK_INDEX": str(folder / "index"),
        "CASEBOOK_PORT": str(port),
        "CASEBOOK_RATE_LIMITS": "off",
        "CASEBOOK_REREVIEW_PERCENT": "0",
        "CASEBOOK_VISION": "off",  # what detectors see is told by the tests that need it
        "CASEBOOK_SECOND_FACTOR": "optional",  # it has a journey of its own
    }
    own |= {name: value.format(port=port) for name, value in getattr(request.module, "SERVER", {}).items()}
    settings = load_settings(own)
    house = wiring.build(settings)
    upgrade(house.database)
    command = [sys.executable, "-m", "app.cli", "serve"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}, stdout=log, stderr=log)
        try:
            _wait_for(settings.public_url, folder / "log")
            yield Server(settings.public_url, settings, house)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _wait_for(url: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{url}/sign-in", timeout=2)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the server didn't start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's chromium."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


class Crowd:
    """People with a phone each; a page that logs an error or breaks the content policy fails the test."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def page(self, viewport: dict[str, int] | None = None) -> Page:
        """A fresh phone (or desk) with nobody signed in."""
        context = self._browser.new_context(
            base_url=self._url,
            viewport=viewport or PHONE,  # type: ignore[arg-type]
            has_touch=viewport is None,
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE * 1000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said.type, said.text))
        return page

    def close(self) -> None:
        """Put every phone away."""
        for context in self._contexts:
            context.close()

    def _hear(self, page: Page, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(f"{page.url}: {text}")


@pytest.fixture
def crowd(chromium: Browser, server: Server) -> Iterator[Crowd]:
    """Phones for everybody; at the end nobody's page may have complained."""
    people = Crowd(chromium, server.url)
    yield people
    people.close()
    assert people.complaints == []


@pytest.fixture
def plain(chromium: Browser, server: Server) -> Iterator[Page]:
    """A phone on which no script runs."""
    context = chromium.new_context(base_url=server.url, viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()
