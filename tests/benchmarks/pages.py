"""How fast pages are under gunicorn, as a share of a bare page of the same bytes measured in the same run.

    python -m tests.benchmarks.pages [SECONDS]

Loads the demo into a fresh instance, signs a student in, and measures the case page, the list page, a search and a
quiz answer with 1 and 16 clients, each beside tests/benchmarks/bare.py. All on this machine's loopback.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from app import wiring
from app.accounts import queries as accounts
from app.accounts.models import Account
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.kernel.migrations import upgrade
from app.kernel.settings import ROOT, load_settings
from app.ops import demo
from app.ops.house import House
from app.quizzes.models import Item
from app.quizzes.rules import ItemStatus
from app.threads import services as threads
from app.threads.models import Opinion
from tests.benchmarks.load import Figure, Target, measure

CLIENTS = (1, 16)
WORKERS = 2
READER = "petra@demo.casebook.example"


def main() -> None:
    """Measure and print one table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "CASEBOOK_DATA": f"{folder}/data",
            "CASEBOOK_INDEX": f"{folder}/index",
            "CASEBOOK_RATE_LIMITS": "off",
        }
        house = wiring.build(load_settings(settings))
        case_id, item_id = _fill(house)
        bare = {"BARE_DATABASE_URL": house.settings.database_url}
        with _gunicorn("wsgi:app", settings) as port, _gunicorn("tests.benchmarks.bare:create_app()", bare) as other:
            cookie, token = _sign_in(port, item_id)
            _report(_targets(port, cookie, token, case_id=case_id, item_id=item_id), other, seconds)


def _fill(house: House) -> tuple[int, int]:
    """The demo, and a thread that the reader has opened: a case page without its thread would be too easy."""
    upgrade(house.database)
    demo.load(house, lambda _done, _total: None)
    wiring.rebuild_index(house)
    with house.database.writing() as session:
        opened = select(Opinion.case_id).join(Account).where(Account.email == READER)
        fresh = select(Case).where(Case.status == CaseStatus.RESOLVED, Case.id.not_in(opened)).order_by(Case.id)
        case = session.scalars(fresh).unique().first()
        item = session.scalars(select(Item).where(Item.status == ItemStatus.LIVE).order_by(Item.id.desc())).first()
        reader = accounts.by_email(session, READER)
        if case is None or item is None or reader is None:
            raise RuntimeError("the demo has no resolved case with an item")
        actor = accounts.actor_of(reader, house.clock.now())
        threads.skip(session, actor, case, at=house.clock.now())
        return case.id, item.id


def _targets(port: int, cookie: str, token: str, *, case_id: int, item_id: int) -> list[Target]:
    def answer() -> str:
        return urlencode({"csrf_token": token, "sitting": str(uuid.uuid4()), "option": "1"})

    return [
        Target("case page", port, f"/cases/{case_id}", cookie),
        Target("list page", port, "/library", cookie),
        Target("search", port, "/library?q=chest+pain", cookie),
        Target("quiz answer", port, f"/study/{item_id}", cookie, answer),
    ]


def _report(targets: list[Target], bare_port: int, seconds: float) -> None:
    table = Table("page", "bytes", "clients", "pages/s", "median ms", "p95 ms", "bare pages/s", "share of bare")
    for target in targets:
        size = _size(target)
        bare = Target("bare", bare_port, f"/{size}")
        for clients in CLIENTS:
            ours, theirs = _both(target, bare, clients, seconds)
            figures = (f"{ours.rate:.0f}", f"{ours.median:.1f}", f"{ours.p95:.1f}", f"{theirs.rate:.0f}")
            table.add_row(target.name, str(size), str(clients), *figures, f"{ours.rate / theirs.rate:.2f}")
    Console().print(table)


def _both(target: Target, bare: Target, clients: int, seconds: float) -> tuple[Figure, Figure]:
    """One after the other, each warmed up first."""
    for page in (target, bare):
        measure(page, clients=clients, seconds=min(1.0, seconds / 4))
    return measure(target, clients=clients, seconds=seconds), measure(bare, clients=clients, seconds=seconds)


def _size(target: Target) -> int:
    if target.body is not None:
        return 200
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    connection.request("GET", target.path, headers={"Cookie": target.cookie})
    return len(connection.getresponse().read())


def _sign_in(port: int, item_id: int) -> tuple[str, str]:
    """The reader's session cookie, and a form token that goes with it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    page, cookie = _get(connection, "/sign-in", "")
    form = urlencode({"email": READER, "password": demo.PASSWORD, "csrf_token": _token(page)})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", body=form, headers=headers)
    answer = connection.getresponse()
    answer.read()
    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
    page, _ = _get(connection, f"/study/{item_id}", cookie)
    return cookie, _token(page)


def _get(connection: http.client.HTTPConnection, path: str, cookie: str) -> tuple[str, str]:
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    return answer.read().decode(), (answer.getheader("Set-Cookie") or "").split(";")[0]


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if found is None:
        raise RuntimeError("the page has no form token")
    return found[1]


@contextlib.contextmanager
def _gunicorn(application: str, settings: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", application]
    environment = {**os.environ, **settings}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("gunicorn didn't start")


if __name__ == "__main__":
    main()
