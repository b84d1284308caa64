"""The clock."""

from __future__ import annotations

from datetime import UTC, timedelta

from tests.clock import HeldClock


def test_i20_the_clock_never_goes_back(clock: HeldClock) -> None:
    before = clock.now()
    assert clock.move(timedelta(hours=-3)) == before
    assert clock.move(timedelta(hours=4)) == before + timedelta(hours=1)


def test_times_are_aware_utc(clock: HeldClock) -> None:
    assert clock.now().tzinfo is UTC
