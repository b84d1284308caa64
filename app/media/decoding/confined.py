"""How a child gives up what it doesn't need, reads its one request, and answers it whatever the file does."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from PIL import Image

Request = dict[str, Any]
Answer = tuple[dict[str, Any], list[bytes]]


class Refused(Exception):
    """The file isn't decoded; the arguments are the reason's code and, for some, one word more."""


def serve(work: Callable[[Request, bytes], Answer]) -> None:
    """Answer one request; whatever `work` needs must have been imported by now."""
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    confine(request["memory"], request["seconds"])
    head, parts = attempt(partial(work, request, data))
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode() + b"\n")
    for part in parts:
        out.write(part)
    out.flush()


def confine(memory: int, seconds: int) -> None:
    """Give up, for good, files, core dumps and more memory (bytes) or processor time than needed."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,  # what is open stays open; nothing, not even a socket, can be added
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def attempt(work: Callable[[], Answer]) -> Answer:
    """What `work` makes of a file, or the reason why it makes nothing."""
    try:
        return work()
    except Refused as refusal:
        return {"refused": list(refusal.args)}, []
    except MemoryError:
        return {"refused": ["too_heavy"]}, []
    except Image.DecompressionBombError:
        return {"refused": ["too_many_pixels"]}, []
    except Exception:  # noqa: BLE001 -- readers raise whatever a broken file leads them to
        return {"refused": ["damaged"]}, []
