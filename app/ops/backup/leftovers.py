"""The folder for work in progress beside the data, and the end of those that a killed process has left.

They hold pictures, so they must not outlive their process: whoever works holds the instance's lock, which the system
takes back from a process that is gone; whoever gets the lock knows that every folder that lies there is left over.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.kernel.errors import Conflict, mark

PREFIX = ".work-"
LOCK = ".work.lock"


class Busy(Conflict):
    """Somebody else backs this instance up, or restores it."""

    def __init__(self) -> None:
        super().__init__(mark("A backup or a restore of this instance is running already."))


@contextmanager
def working_folder(data: Path) -> Iterator[Path]:
    """An empty folder on the data's file system, private, gone when the block ends; raises Busy."""
    with _alone(data), tempfile.TemporaryDirectory(dir=data, prefix=PREFIX) as name:
        yield Path(name)


def clear_leftovers(data: Path) -> None:
    """Remove what a killed process has left, unless somebody is at work."""
    try:
        with _alone(data):
            """It's done on the way in."""
    except Busy:
        return


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    with (data / LOCK).open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy() from error
        for folder in data.glob(f"{PREFIX}*"):
            shutil.rmtree(folder, ignore_errors=True)
        yield
