"""Serving with waitress, and the worker as a process beside it."""

from __future__ import annotations

import signal
import subprocess
import sys
from types import FrameType

import waitress
from flask import Flask

from app.kernel.settings import Settings

THREADS = 8


def serve(app: Flask, settings: Settings, *, with_worker: bool) -> None:
    """Serve until a signal ends it; the worker ends with it."""
    signal.signal(signal.SIGTERM, _stop)
    worker = subprocess.Popen([sys.executable, "-m", "app.cli", "worker"]) if with_worker else None
    try:
        waitress.serve(app, host=settings.host, port=settings.port, threads=THREADS, ident=None)
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(timeout=20)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
