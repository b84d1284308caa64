"""Looks at pictures with the models: a child process without files, network or secrets.

Standard input: for each picture one line of JSON (`number`, `bytes`), then the file. Standard output: one line of
JSON: `number` again, `width`, `height`, and under `seen` the boxes in pixels with kind and score; or `failed`. It
goes on until its input ends or nothing has come for a while. Of the house it imports the files beside it alone, and
what it takes for text it never spells out.
"""

from __future__ import annotations

import io
import json
import resource
import signal
import sys
from typing import Any

from PIL import Image

from app.media.scanning import seeing, weights

MEMORY = 1536 * 1024 * 1024
"""Bytes of address space, which with the libraries is about twice of what it ever uses."""
IDLE_SECONDS = 600
PICTURE_SECONDS = 90
"""The parent is less patient; this is for a parent that is no more."""
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG")


def main() -> None:
    """Load the models, give up what isn't needed any more, then answer."""
    models = weights.load()
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses twice of it, before it allocates
    confine(MEMORY)
    while True:
        signal.alarm(IDLE_SECONDS)  # its signal ends the process
        line = sys.stdin.buffer.readline(1024)
        if not line:
            return
        signal.alarm(PICTURE_SECONDS)
        request = json.loads(line)
        answer = {"number": request["number"], **answered(models, sys.stdin.buffer.read(request["bytes"]))}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def confine(memory: int) -> None:
    """Give up, for good, files, core dumps and more memory (bytes) than needed."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,  # what is open stays open; nothing, not even a socket, can be added
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def answered(models: weights.Models, data: bytes) -> dict[str, Any]:
    """What shows in one picture, or that it failed."""
    try:
        opened = Image.open(io.BytesIO(data), formats=FORMATS)
        opened.load()
        picture = opened if opened.mode == "RGB" else opened.convert("RGB")  # without a second copy of 150 MB
        return {"width": picture.width, "height": picture.height, "seen": seeing.all_in(models, picture)}
    except Exception as error:  # noqa: BLE001 -- MemoryError, or whatever a broken file leads Pillow to
        return {"failed": type(error).__name__}


if __name__ == "__main__":
    main()
