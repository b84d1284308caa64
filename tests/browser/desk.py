"""A picture on its author's desk, in the browser: what the detectors see is told here, so that it's always the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from app.accounts.queries import actor_of, by_email
from app.cases import services as cases
from app.media import services as media
from app.media.jobs import scan_next
from app.media.models import Image
from app.media.originals import Original, prepare
from app.media.rules import ScanState
from app.media.scanning.detecting import Scanner
from app.media.scanning.findings import FindingKind, Seen
from tests.browser import people
from tests.browser.conftest import Server
from tests.browser.steps import wait_for
from tests.photo import phone_photo

LABEL = Seen(FindingKind.TEXT, 60, 1040, 500, 100, 0.9)
"""Where the photo has its written name, in its 1600 by 1200 pixels."""
FACE = Seen(FindingKind.FACE, 1000, 200, 300, 380, 0.8)


class Seer(Scanner):
    """A scanner that sees what it's told, in any picture."""

    def __init__(self, *seen: Seen) -> None:
        super().__init__(enabled=False)
        self.is_available = True
        self._told = list(seen)

    def scan(self, picture: bytes) -> list[Seen]:
        """What it was told, whatever the picture."""
        return self._told


@dataclass(frozen=True)
class Desk:
    """One picture of Clara's; `path` is its editor's."""

    server: Server
    path: str
    image_id: int

    def image(self) -> Image:
        """The image as it is now, with its findings."""
        with self.server.house.database.reading() as session:
            image = session.get_one(Image, self.image_id)
            assert image.findings is not None
            return image

    def await_scan(self) -> None:
        """From now on the detectors have yet to look, and look again after each change."""
        with self.server.house.database.writing() as session:
            session.get_one(Image, self.image_id).scan = ScanState.WAITING

    def scan(self, *seen: Seen) -> None:
        """Let the worker's job run, with detectors that see just this."""
        house = self.server.house
        while self.image().scan is ScanState.WAITING:
            assert scan_next(house.database, house.store, house.clock, Seer(*seen))


def desk_of(server: Server, page: Page) -> Desk:
    """The picture whose editor is open."""
    found = re.search(r"/cases/\d+/pictures/(\d+)", page.url)
    assert found is not None
    with server.house.database.reading() as session:
        newest = session.query(Image).order_by(Image.id.desc()).first()
        assert newest is not None
        return Desk(server, found[0], newest.id)


def prepared(server: Server, original: Original | None = None, *, seed: int = 1) -> Desk:
    """A picture in a new draft of Clara's that waits for the detectors, a photo unless another original is given."""
    at, house = server.house.clock.now(), server.house
    with house.database.writing() as session:
        account = by_email(session, people.address("Clara"))
        assert account is not None
        clara = actor_of(account, at)
        case = cases.start(session, clara, at=at)
        data = original or prepare(phone_photo(seed=seed))
        image = media.receive(session, house.store, author_id=account.id, original=data, at=at, scans=True)
        picture = cases.add_picture(session, clara, case, image, at=at)
        return Desk(server, f"/cases/{case.id}/pictures/{picture.id}", image.id)


def photo(folder: Path, seed: int) -> Path:
    """A file for the upload."""
    path = folder / f"IMG_{seed}.jpg"
    path.write_bytes(phone_photo(seed=seed))
    return path


def covered(page: Page) -> str:
    """What the editor would send."""
    return page.locator("textarea[name=rectangles]").input_value()


def drawn(page: Page) -> str:
    """The same with the part that is kept."""
    return covered(page) + page.locator("input[name=crop]").input_value()


def expect_open(page: Page, number: int) -> None:
    """So many dashed boxes stand in the picture."""
    expect(page.locator(".redactor-proposal:visible")).to_have_count(number)


def touch(page: Page, *points: tuple[float, float]) -> None:
    """One finger goes down at the first point, along the others, and up at the last; waits until something follows."""
    before = drawn(page)
    finger = page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(points):
        kind = "touchMove" if number else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()
    wait_for(lambda: drawn(page) != before)
