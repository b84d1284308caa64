"""The worker is killed in the middle of a scan: the scan is taken up again, and nobody sees the picture meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app import wiring
from app.cases import services as cases
from app.kernel.clock import Clock
from app.kernel.settings import ROOT, Settings
from app.media import services as media
from app.media.drawings.registry import draw
from app.media.models import Image
from app.media.originals import prepare
from app.media.rules import ScanState
from app.media.scanning.detecting import Scanner
from app.ops.house import House
from tests.people import People

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(not Scanner().is_available, reason="the extra 'vision' is not installed"),
]
PATIENCE = 60.0


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """A house with detectors, whose clock runs and whose jobs wait for a worker."""
    built = wiring.build(replace(settings, vision=True), Clock())
    yield built
    built.database.engine.dispose()


@contextmanager
def working(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of this house, in a process of its own."""
    own = {
        "CASEBOOK_DATA": str(settings.data),
        "CASEBOOK_INDEX": str(settings.index),
        "CASEBOOK_DATABASE_URL": settings.database_url,
        "CASEBOOK_SECRET_KEY": settings.secret_key,
        "CASEBOOK_VISION": "on",
    }
    command = [sys.executable, "-m", "app.cli", "worker"]
    with subprocess.Popen(command, env={**os.environ, **own}, cwd=ROOT, start_new_session=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE)


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def children(process: subprocess.Popen[bytes]) -> list[str]:
    task = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    tasks = Path(f"/proc/{process.pid}/task").glob("*/children") if task.exists() else ()
    return [child for each in tasks for child in each.read_text().split()]


def test_i19_a_scan_survives_kill_9_and_shows_nothing_meanwhile(house: House, people: People) -> None:
    at, clara = house.clock.now(), people.actor("clara")
    original = prepare(draw("skin", seed=3))
    with house.database.writing() as session:
        image = media.receive(session, house.store, author_id=clara.account_id, original=original, at=at, scans=True)
        case = cases.start(session, clara, at=at)
        cases.add_picture(session, clara, case, image, alt_text="A patch on the skin", at=at)
    address = f"/images/{image.name}/960.jpg"

    with working(house.settings) as worker:
        wait_for(lambda: bool(children(worker)))
        worker.kill()
        worker.wait()
    assert state(house, image.id) is ScanState.WAITING
    for name in ("omar", "sam", "max"):
        assert people.client(name).get(address).status_code == 404

    with working(house.settings):
        wait_for(lambda: state(house, image.id) is not ScanState.WAITING)
    assert state(house, image.id) is ScanState.DONE
    for name in ("omar", "sam", "max"):
        assert people.client(name).get(address).status_code == 404


def state(house: House, image_id: int) -> ScanState:
    with house.database.reading() as session:
        return session.get_one(Image, image_id).scan
