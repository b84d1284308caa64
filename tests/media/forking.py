"""Many files through a child of app.media.decoding in little time: one process has loaded it all and forks for each.

Each fork confines itself and answers exactly as the real child does; only its start is saved.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.media.children import ROOT

SERVER = """
import io, os, struct, sys
sys.path.append(sys.argv[1])
from functools import partial
from app.media.decoding import {name}, confined
{name}.prepare()
read, write = sys.stdin.buffer, sys.stdout.buffer
while head := read.read(8):
    lengths = struct.unpack("<LL", head)
    request, data = read.read(lengths[0]), read.read(lengths[1])
    inside, outside = os.pipe()
    if os.fork() == 0:
        os.close(inside)
        sys.stdin, sys.stdout = io.TextIOWrapper(io.BytesIO(request + data)), os.fdopen(outside, "w")
        confined.serve({name}.work)
        sys.stdout.flush()
        os._exit(0)
    os.close(outside)
    with os.fdopen(inside, "rb") as pipe:
        answer = pipe.read()
    _, status = os.wait()
    write.write(struct.pack("<LL", len(answer), status) + answer)
    write.flush()
"""


@dataclass
class Outcome:
    """What a fork answered, in how many seconds, and with what wait status it ended."""

    head: dict[str, Any]
    body: bytes
    seconds: float
    status: int


class Forks:
    """A process that forks for each file."""

    def __init__(self, server: subprocess.Popen[bytes]) -> None:
        self._server = server

    def ask(self, request: dict[str, Any], data: bytes) -> Outcome:
        """Hand one file to a fork."""
        head = json.dumps(request).encode() + b"\n"
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        began = time.perf_counter()
        self._server.stdin.write(len(head).to_bytes(4, "little") + len(data).to_bytes(4, "little") + head + data)
        self._server.stdin.flush()
        sizes = self._server.stdout.read(8)
        answer = self._server.stdout.read(int.from_bytes(sizes[:4], "little"))
        line, _, body = answer.partition(b"\n")
        status = int.from_bytes(sizes[4:], "little")
        return Outcome(json.loads(line or b"{}"), body, time.perf_counter() - began, status)


@contextmanager
def forks(name: str) -> Iterator[Forks]:
    """Forks of the child of this name."""
    command = [sys.executable, "-I", "-c", SERVER.format(name=name), str(ROOT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        yield Forks(server)
        assert server.stdin is not None
        server.stdin.close()
