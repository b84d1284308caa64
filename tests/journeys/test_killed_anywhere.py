"""Server, worker and commands are killed at random moments: nothing that was answered is lost, nothing is shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.killing import KillLoop

ROUNDS = 10
SEED = 4
pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif("CASEBOOK_TEST_POSTGRESQL" in os.environ, reason="it makes its own embedded instance"),
]


def test_i09_and_i19_killed_at_any_moment_nothing_is_lost_and_nothing_is_shown(tmp_path: Path) -> None:
    """tests/benchmarks/kill_loop.py does the same a hundred times and more."""
    loop = KillLoop(tmp_path, SEED)
    try:
        for _ in range(ROUNDS):
            loop.round()
        loop.settle()
    finally:
        loop.instance.close()
    assert min(loop.counts[what] for what in ("uploads", "published", "withdrawn", "reindexed")) > 0
