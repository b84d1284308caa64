"""A bounded load from this machine to this machine: so many clients, each one request after the other."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """Pages a second, and the median and 95th percentile of a page in milliseconds."""

    rate: float
    median: float
    p95: float


@dataclass(frozen=True)
class Target:
    """What to ask for: a GET of a path, or a POST of a form body made anew each time."""

    name: str
    port: int
    path: str
    cookie: str = ""
    body: Callable[[], str] | None = None


def measure(target: Target, *, clients: int, seconds: float) -> Figure:
    """Ask for the target with so many clients for so long; raises RuntimeError on any answer that isn't good."""
    times: list[float] = []
    faults: list[str] = []
    end = time.perf_counter() + seconds
    threads = [threading.Thread(target=_ask, args=(target, end, times, faults)) for _ in range(clients)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(f"{target.name}: {faults[0]}")
    spent = time.perf_counter() - begin
    ordered = sorted(times)
    return Figure(len(times) / spent, statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000)


def _ask(target: Target, end: float, times: list[float], faults: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    headers = {"Cookie": target.cookie} if target.cookie else {}
    while time.perf_counter() < end and not faults:
        begin = time.perf_counter()
        if target.body is None:
            connection.request("GET", target.path, headers=headers)
        else:
            form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", target.path, body=target.body(), headers=form)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - begin)
        if answer.status not in (200, 303, 302):
            faults.append(f"{target.path} answered {answer.status}")
    connection.close()
