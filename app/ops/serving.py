"""Serving with waitress, and the worker as a process beside it."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
from contextlib import nullcontext
from threading import Event, Thread
from types import FrameType
from typing import Self

import waitress
from flask import Flask

from app.kernel.settings import Settings

THREADS = 8
PAUSE = 1.0
"""Seconds before a worker that died is started again: it must not spin when it can't live."""
log = logging.getLogger(__name__)


def serve(app: Flask, settings: Settings, *, with_worker: bool) -> None:
    """Serve until a signal ends it; the worker ends with it."""
    signal.signal(signal.SIGTERM, _stop)
    with WorkerProcess() if with_worker else nullcontext():
        waitress.serve(app, host=settings.host, port=settings.port, threads=THREADS, ident=None)


class WorkerProcess:
    """The worker beside the server; one that dies is started again, and takes up what it left."""

    def __init__(self) -> None:
        self._ends = Event()
        self._process = self._start()
        self._keeper = Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self._keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._process.terminate()
        self._keeper.join(timeout=20)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "app.cli", "worker"])

    def _keep(self) -> None:
        while not self._ends.is_set():
            code = self._process.wait()
            if not self._ends.wait(PAUSE):
                log.error("the worker ended with %s and is started again", code)
                self._process = self._start()
        self._process.terminate()  # it may have been started while we were asked to end


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
