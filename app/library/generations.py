"""The index's folder: one sub-folder a generation, a file that names the one in use, and one writer at a time."""

from __future__ import annotations

import fcntl
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.library.index import IndexBusy, IndexUnavailable

NAME = re.compile(r"g[0-9a-f]{16}")
PAUSE = 0.05


class Generations:
    """Generations of an index. Readers follow the pointer and never wait; writers `hold()` the folder."""

    def __init__(self, folder: Path, *, patience: float) -> None:
        self._folder = folder
        self._patience = patience

    def current(self) -> Path:
        """The generation in use; raises IndexUnavailable when there's none."""
        name = self._named()
        while not (self._folder / name).is_dir():
            latest = self._named()  # a rebuild may have swapped it away between the two looks
            if latest == name:
                raise IndexUnavailable("the index's pointer leads nowhere")
            name = latest
        return self._folder / name

    def begin(self) -> Path:
        """A new, empty folder that nobody reads yet."""
        folder = self._folder / f"g{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        return folder

    def use(self, generation: Path) -> None:
        """Let readers follow to this generation from their next search on."""
        passing = self._pointer.with_suffix(".next")
        passing.write_text(generation.name, encoding="ascii")
        passing.replace(self._pointer)

    def clear(self, *, but: Path | None) -> None:
        """Destroy every other generation: old ones, and what a killed rebuild has left behind."""
        for folder in self._folder.glob("g*"):
            if folder != but and NAME.fullmatch(folder.name):
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Be the only writer among all threads and processes of this machine; raises IndexBusy."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / "lock").open("w", encoding="ascii") as file:
            until = time.monotonic() + self._patience
            while not _locked(file.fileno()):
                if time.monotonic() > until:
                    raise IndexBusy("the index is being written by somebody else")
                time.sleep(PAUSE)
            yield

    def _named(self) -> str:
        try:
            name = self._pointer.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise IndexUnavailable("there is no index") from error
        if not NAME.fullmatch(name):
            raise IndexUnavailable("the index's pointer is damaged")
        return name

    @property
    def _pointer(self) -> Path:
        return self._folder / "current"


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
