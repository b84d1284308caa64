"""Starts processes of an instance in an instant: everything is imported once, and each process is a fork.

    python -m tests.journeys.zygote

Reads one order a line, {"part": "serve", "folder": "...", ...}, and answers with the process id. The parts are those
of an instance: a server, a worker, and somebody who publishes, withdraws and builds the index anew without a pause.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import waitress

from app import wiring
from app.consent import services as consents
from app.factory import create_app
from app.kernel.outbox import Outbox
from app.kernel.settings import ROOT, Settings
from app.media.scanning.detecting import Scanner
from app.media.scanning.findings import FindingKind, Seen
from app.ops.house import House
from app.web.unit import AFTER_COMMIT
from tests.consent.making import published_case
from tests.people import People

AUTHORS = ("omar", "priya")


class QuickScanner(Scanner):
    """Sees one line of text in each picture, in a moment: the way of the findings is what is tested."""

    def __init__(self, *, enabled: bool = True) -> None:
        super().__init__(enabled=False)
        self.is_available = enabled

    def scan(self, _picture: bytes) -> list[Seen]:
        time.sleep(0.02)
        return [Seen(FindingKind.TEXT, 1, 1, 8, 4, 0.9)]


def settings_in(folder: Path) -> Settings:
    """An instance whose parts lie in this folder."""
    return Settings(
        data=folder / "data",
        index=folder / "index",
        content=ROOT / "content",
        secret_key="a key for tests that is long enough",
        database_url=f"sqlite:///{folder / 'casebook.sqlite3'}",
        rate_limits=False,
    )


def build(folder: Path) -> House:
    """The instance, with a scanner that takes no time."""
    vars(wiring)["Scanner"] = QuickScanner
    return wiring.build(settings_in(folder))


def serve(folder: Path, *, port: int) -> None:
    """Be the server."""
    app = create_app(house=build(folder))
    app.config["WTF_CSRF_ENABLED"] = False
    waitress.serve(app, host="127.0.0.1", port=port, threads=4)


def work(folder: Path) -> None:
    """Be the worker."""
    house = build(folder)
    house.jobs.enqueue(AFTER_COMMIT)
    house.jobs.work()


def act(folder: Path, *, seed: int) -> None:
    """Publish, withdraw and build the index anew; whatever has returned is a line of the ledger."""
    house = build(folder)
    people = People(house, create_app(house=house))
    chance = random.Random(seed)
    open_codes: list[tuple[int, str]] = []
    with (folder / "ledger").open("a", encoding="ascii", buffering=1) as ledger:
        while True:
            what = chance.random()
            if what < 0.5 or not open_codes:
                made = published_case(house, people, author=chance.choice(AUTHORS))
                open_codes.append((made.case.id, made.code))
                ledger.write(f"published {made.case.id}\n")
            elif what < 0.8:
                case_id, code = open_codes.pop(chance.randrange(len(open_codes)))
                with house.database.writing() as session:
                    at = house.clock.now()
                    consents.withdraw_by_receipt(session, Outbox(session, at), code, at=at)
                ledger.write(f"withdrawn {case_id}\n")
            else:
                wiring.rebuild_index(house)
                ledger.write("reindexed 0\n")
            house.jobs.enqueue(AFTER_COMMIT)


PARTS: dict[str, Callable[..., None]] = {"serve": serve, "work": work, "act": act}


def main() -> None:
    """Take orders until the pipe is closed."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _be(order.pop("part"), Path(order.pop("folder")), order)
        print(pid, flush=True)


def _be(part: str, folder: Path, options: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(folder / f"{part}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        PARTS[part](folder, **options)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
