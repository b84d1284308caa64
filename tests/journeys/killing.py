"""An instance that people use while its processes are killed at any moment, and what must be true of it afterwards."""

from __future__ import annotations

import http.client
import io
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

from PIL import Image as Pillow
from sqlalchemy import Select, func, select

from app import wiring
from app.cases.models import Case
from app.cases.rules import GONE, SHOWN
from app.factory import create_app
from app.kernel.database import Database
from app.kernel.migrations import upgrade
from app.kernel.outbox import OutboxEntry
from app.kernel.settings import ROOT
from app.media.models import DoomedBlob, Image
from app.media.rules import ImageState, ScanState
from app.ops import invariants
from app.ops.house import House
from tests.journeys.zygote import AUTHORS, settings_in
from tests.people import PASSWORD, People

PATIENCE = 60.0
LONGEST_LIFE = 0.6
"""Seconds that the processes live at the most, once something has been done, before one of them is killed."""
LOOKED_AT = 4
"""So many of the latest things are asked for through the server after each round."""
PARTS = ("serve", "work", "act")


class Instance:
    """The instance's folder, and the processes that run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.settings = folder, settings_in(folder)
        self.port = _free_port()
        self._running: dict[str, int] = {}
        command = [sys.executable, "-m", "tests.journeys.zygote"]
        self._zygote = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._populate()

    def _populate(self) -> None:
        upgrade(Database(self.settings.database_url))
        house = wiring.build(self.settings)
        people = People(house, create_app(house=house))
        for name in ("clara", "sam", "max", *AUTHORS):
            people.account(name)
        wiring.rebuild_index(house)
        house.database.engine.dispose()

    def start(self, part: str, **options: int) -> None:
        """Start a process of the instance."""
        if self._zygote.stdin is None or self._zygote.stdout is None:
            raise RuntimeError("the zygote was started without pipes")
        self._zygote.stdin.write(json.dumps({"part": part, "folder": str(self.folder), **options}) + "\n")
        self._zygote.stdin.flush()
        self._running[part] = int(self._zygote.stdout.readline())

    def kill(self, *parts: str) -> None:
        """Kill -9, and wait until they're gone."""
        doomed = [self._running.pop(part) for part in parts if part in self._running]
        for pid in doomed:
            os.kill(pid, signal.SIGKILL)
        _wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in doomed))

    def close(self) -> None:
        """End everything."""
        self.kill(*PARTS)
        if self._zygote.stdin is not None:
            self._zygote.stdin.close()
        self._zygote.wait(timeout=PATIENCE)
        if self._zygote.stdout is not None:
            self._zygote.stdout.close()

    @contextmanager
    def opened(self) -> Iterator[House]:
        """The instance as an operator's command sees it."""
        house = wiring.build(self.settings)
        try:
            yield house
        finally:
            house.database.engine.dispose()


class Browser:
    """Somebody who is signed in; the cookie outlives the server."""

    def __init__(self, port: int, name: str) -> None:
        self._port, self._cookie = port, ""
        form = urlencode({"email": f"{name}@example.org", "password": PASSWORD}).encode()
        status, headers = self.ask("POST", "/sign-in", form, "application/x-www-form-urlencoded")
        if status != 302:
            raise RuntimeError(f"{name} could not sign in: {status}")
        self._cookie = "; ".join(line.split(";")[0] for line in headers.get_all("Set-Cookie", []))

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, http.client.HTTPMessage]:
        """The answer's status and headers; raises OSError or HTTPException where the server is killed meanwhile."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": self._cookie, **({"Content-Type": kind} if kind else {})}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers
        finally:
            connection.close()


class Uploader(Thread):
    """Uploads one picture after the other; `kept` are the cases whose upload was answered with 302."""

    def __init__(self, browser: Browser) -> None:
        super().__init__(daemon=True)
        self.kept: list[int] = []
        self.answers: Counter[int] = Counter()
        self._browser, self._ends = browser, Event()

    def run(self) -> None:
        while not self._ends.is_set():
            time.sleep(0.01)
            body, kind = _multipart(_new_picture())
            with suppress(OSError, http.client.HTTPException):
                status, headers = self._browser.ask("POST", "/cases/new", body, kind)
                self.answers[status] += 1
                if status == 302:
                    self.kept.append(int(headers["Location"].split("/")[2]))

    def end(self) -> None:
        """Stop, once what was begun has been answered or has failed."""
        self._ends.set()
        self.join(timeout=PATIENCE)


class KillLoop:
    """Rounds of use, kill, restart and check; raises AssertionError with what is wrong."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.instance = Instance(folder)
        self.counts: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._kept: list[int] = []
        self._start_server()
        self._clara = Browser(self.instance.port, "clara")
        self._sam = Browser(self.instance.port, "sam")

    def round(self) -> None:
        """Let people use the instance, kill at a random moment, start again, and look."""
        self.instance.start("act", seed=self._chance.randrange(1 << 30))
        uploader = Uploader(self._clara)
        uploader.start()
        self._let_them(uploader)
        first = self._chance.choice(PARTS)
        self.instance.kill(first)
        time.sleep(self._chance.uniform(0, LONGEST_LIFE / 4))  # the others go on for a while
        self.instance.kill(*PARTS)
        uploader.end()
        self._kept += uploader.kept
        assert uploader.answers.keys() <= {302}
        self.counts["rounds"] += 1
        self.counts[f"{first} killed first"] += 1
        self._start_server()
        self._check()

    def _let_them(self, uploader: Uploader) -> None:
        """A random while from the start, or from when something has been answered: a slow machine gets on, too."""
        before = len(_lines(self.instance.folder))
        awaited = self._chance.choice(("nothing", "upload", "deed", "deeds"))
        if awaited == "upload":
            _wait_for(lambda: bool(uploader.kept))
        elif awaited != "nothing":
            wanted = before + (1 if awaited == "deed" else 4)
            _wait_for(lambda: len(_lines(self.instance.folder)) >= wanted)
        time.sleep(self._chance.uniform(0, LONGEST_LIFE))

    def settle(self) -> None:
        """In the end everything has taken effect: news is delivered, files are destroyed, the index is true."""
        with self.instance.opened() as house:
            _wait_for(lambda: _is_settled(house))
            assert [str(breach) for breach in invariants.breaches(house)] == []
            with house.database.reading() as session:
                shown = set(session.scalars(select(Case.id).where(Case.status.in_(SHOWN))))
            assert set(house.index.case_ids()) == shown

    def _start_server(self) -> None:
        self.instance.start("serve", port=self.instance.port)
        self.instance.start("work")
        _wait_for(lambda: _answers(self.instance.port))

    def _check(self) -> None:
        with self.instance.opened() as house:
            assert [str(breach) for breach in invariants.breaches(house)] == []
            said = _ledger(self.instance.folder)
            self.counts |= {what: len(ids) for what, ids in said.items()} | {"uploads": len(self._kept)}
            with house.database.reading() as session:
                standing = dict(session.execute(select(Case.id, Case.status)).all())
                pictured = {case.id: case.pictures[0].image for case in session.scalars(_of(self._kept[-LOOKED_AT:]))}
        assert [case_id for case_id in self._kept if case_id not in standing] == []
        assert [case_id for case_id in said["published"] if standing.get(case_id) not in SHOWN | GONE] == []
        assert [case_id for case_id in said["withdrawn"] if standing.get(case_id) not in GONE] == []
        self._look(pictured, said["withdrawn"][-LOOKED_AT:])

    def _look(self, pictured: dict[int, Image], withdrawn: list[int]) -> None:
        """What nobody has confirmed is nobody's but its author's; what has ended is nobody's."""
        for case_id, image in pictured.items():
            assert image.state is ImageState.RECEIVED
            assert self._status(self._clara, f"/images/{image.name}/960.jpg") == 200
            for path in (f"/images/{image.name}/960.jpg", f"/cases/{case_id}"):
                assert self._status(self._sam, path) == 404, path
        for case_id in withdrawn:
            for browser in (self._sam, self._clara):
                assert self._status(browser, f"/cases/{case_id}") in (404, 410)

    @staticmethod
    def _status(browser: Browser, path: str) -> int:
        return browser.ask("GET", path)[0]


def _of(case_ids: list[int]) -> Select[Case]:
    return select(Case).where(Case.id.in_(case_ids)).order_by(Case.id)


def _ledger(folder: Path) -> dict[str, list[int]]:
    said: dict[str, list[int]] = {"published": [], "withdrawn": [], "reindexed": []}
    for line in _lines(folder):
        what, case_id = line.split()
        said[what].append(int(case_id))
    return said


def _lines(folder: Path) -> list[str]:
    """Whole lines only: the last one may be cut short by a kill."""
    ledger = folder / "ledger"
    return ledger.read_text(encoding="ascii").splitlines() if ledger.exists() else []


def _is_settled(house: House) -> bool:
    waiting = (
        select(func.count()).select_from(OutboxEntry).where(OutboxEntry.delivered_at.is_(None)),
        select(func.count()).select_from(DoomedBlob),
        select(func.count()).select_from(Image).where(Image.scan == ScanState.WAITING),
    )
    with house.database.reading() as session:
        return not any(session.scalar(count) for count in waiting)


def _new_picture() -> bytes:
    """Pixels that nobody has uploaded before."""
    picture = Pillow.frombytes("L", (48, 32), secrets.token_bytes(48 * 32))
    with io.BytesIO() as out:
        picture.save(out, "PNG")
        return out.getvalue()


def _multipart(data: bytes) -> tuple[bytes, str]:
    edge = secrets.token_hex(16)
    head = f'--{edge}\r\nContent-Disposition: form-data; name="pictures"; filename="IMG_1.png"\r\n\r\n'
    return head.encode() + data + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def _wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        if time.monotonic() > until:
            raise AssertionError("it did not happen")
        time.sleep(0.02)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
