"""How many kills an instance bears: kill -9 of server, worker and commands at random moments, and a check after each.

    python -m tests.benchmarks.kill_loop [ROUNDS] [SEED]

Meanwhile somebody uploads without a pause, and somebody else publishes, withdraws and builds the index anew. After
each restart every invariant is checked, everything that was answered must be there, and nothing unconfirmed visible.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from tests.journeys.killing import KillLoop

ROUNDS = 100


def main() -> None:
    """Run the rounds and print what was done; an AssertionError ends it, with the round's number."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    console, began = Console(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        loop = KillLoop(Path(folder), seed)
        try:
            for number in range(1, rounds + 1):
                loop.round()
                if number % 5 == 0:
                    console.print(f"round {number}: {time.monotonic() - began:.0f} s, {dict(loop.counts)}")
            loop.settle()
        finally:
            loop.instance.close()
    console.print(f"{rounds} rounds, seed {seed}: every invariant held, nothing answered was lost")


if __name__ == "__main__":
    main()
