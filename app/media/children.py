"""Running the code that opens untrusted files: in a child process that holds no secret and has little time."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Timer

from app.kernel.settings import MEGABYTE
from app.media.errors import DamagedPicture, TooSlowToDecode

ROOT = Path(__file__).parents[2]
START = "import sys; sys.path.append(sys.argv[1]); from app.media.decoding.{name} import main; main()"
TOO_HEAVY = frozenset({-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGABRT})


@dataclass(frozen=True)
class Limits:
    """What a child may take: bytes of memory, seconds of processor and of the wall clock, bytes of answer."""

    memory: int = 1536 * MEGABYTE
    processor: int = 8
    wall: float = 20.0
    answer: int = 64 * MEGABYTE

    def with_more(self, *, seconds: int = 0, answer: int = 0) -> Limits:
        """The same, and more for what is known to be more work: seconds of processor, bytes of answer."""
        return replace(
            self, processor=self.processor + seconds, wall=self.wall + 2 * seconds, answer=self.answer + answer
        )


def ask(name: str, message: bytes, limits: Limits) -> bytes:
    """Run a child of app.media.decoding, with an empty environment, and return what it wrote.

    Raises DamagedPicture when it crashed, TooSlowToDecode when it was ended for what it took.
    """
    command = [sys.executable, "-I", "-c", START.format(name=name), str(ROOT)]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/") as child:  # noqa: S603 -- our own file
        alarm = Timer(limits.wall, child.kill)
        alarm.start()
        try:
            answer = _talk(child, message, limits.answer)
            code = child.wait()
        finally:
            alarm.cancel()
            child.kill()
    _check_end(name, code)
    return answer


def _talk(child: Popen[bytes], message: bytes, most: int) -> bytes:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the child was started without pipes")
    with suppress(BrokenPipeError):  # it died early; how, is seen in its exit code
        child.stdin.write(message)
    with suppress(BrokenPipeError):
        child.stdin.close()
    answer = child.stdout.read(most)
    child.stdout.close()
    return answer


def _check_end(name: str, code: int) -> None:
    if code == 0:
        return
    if code in TOO_HEAVY:
        raise TooSlowToDecode()
    if code > 0:  # Python itself gave up, before it had seen the file: no fault of the upload
        raise RuntimeError(f"the child ended with {code}; run python -m app.media.decoding.{name} to see why")
    raise DamagedPicture()
