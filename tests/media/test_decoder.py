"""The child process can reach nothing, holds no secret, and starts fast."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from statistics import median
from typing import Any

import pytest

from app.media import children
from app.media.cleaning import clean
from tests.media.pictures import encoded, photo

CONFINED = """
import sys
sys.path.append({root!r})
from app.media.decoding import confined, pictures
pictures.prepare()
confined.confine(1536 * 2**20, 1)
"""


def _confined(attempt: str) -> subprocess.CompletedProcess[str]:
    """Run an attempt in a process that has confined itself like the decoder."""
    script = CONFINED.format(root=str(children.ROOT)) + attempt
    return subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/tmp/written', 'w')",
        "import socket; socket.socket()",
        "import os; os.close(0); open('/etc/hostname')",
        "bytearray(2 * 2**30)",
    ],
)
def test_the_confined_process_gets_no_file_no_socket_and_no_more_memory(attempt: str) -> None:
    ended = _confined(attempt)

    assert ended.returncode == 1
    assert any(word in ended.stderr for word in ("OSError", "MemoryError", "ValueError", "ImportError", "No file"))


def test_the_confined_process_is_ended_when_it_takes_too_much_time() -> None:
    assert _confined("while True: pass").returncode < 0


def test_the_child_is_given_an_empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_SECRET_KEY", "not for children")
    given: list[object] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, command: list[str], **options: Any) -> None:
            given.append(options["env"])
            super().__init__(command, **options)

    monkeypatch.setattr(children, "Popen", Watched)
    clean(encoded(photo(), "PNG"))

    assert given == [{}]


@pytest.mark.parametrize("name", ["pictures", "dicom"])
def test_the_child_imports_nothing_of_the_house_but_itself(name: str) -> None:
    script = (
        f"import sys; sys.path.append({str(children.ROOT)!r}); import app.media.decoding.{name}; print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)

    ours = {module for module in run.stdout.split() if module.partition(".")[0] == "app"}
    assert {module for module in ours if not module.startswith("app.media.decoding")} == {"app", "app.media"}


def test_no_child_is_left_behind() -> None:
    clean(encoded(photo(), "PNG"))

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_small_picture_takes_a_fraction_of_a_second() -> None:
    data, times = encoded(photo(), "PNG"), []
    for _ in range(3):
        began = time.perf_counter()
        clean(data)
        times.append(time.perf_counter() - began)

    assert median(times) < 0.5, json.dumps(times)
