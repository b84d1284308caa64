"""What commands share: where they write, and the instance they work on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from rich.console import Console

from app import wiring
from app.kernel.settings import load_settings
from app.ops.house import House

P = ParamSpec("P")
console = Console()
errors = Console(stderr=True)


def with_house(command: Callable[Concatenate[House, P], None]) -> Callable[P, None]:
    """Build the instance for a command that works on it; the others need no data folder and leave none behind."""

    @wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> None:
        command(wiring.build(load_settings()), *args, **options)

    return run
