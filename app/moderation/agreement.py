"""How often two moderators who don't know of each other decide alike.

Percent agreement, and Cohen's kappa, which takes away what chance alone would give: J. Cohen, A coefficient of
agreement for nominal scales, Educational and Psychological Measurement 20 (1960) 37-46, doi:10.1177/001316446002000104.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.moderation.rules import Decision

Pair = tuple[Decision, Decision]
ALIKE = {Decision.HIDE: Decision.REJECT}
"""Whoever hides a case at a second look would not have published it at the first."""


@dataclass(frozen=True)
class Agreement:
    """Of `n` pairs of decisions the share that is equal (0 to 1), and kappa (-1 to 1); None where there's no answer."""

    n: int
    share: float | None
    kappa: float | None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """What the first and the second moderator said, each pair about the same content."""
    if not pairs:
        return Agreement(0, None, None)
    said = [(ALIKE.get(first, first), ALIKE.get(second, second)) for first, second in pairs]
    n = len(said)
    observed = Fraction(sum(first is second for first, second in said), n)
    firsts, seconds = Counter(first for first, _ in said), Counter(second for _, second in said)
    expected = sum((Fraction(firsts[decision] * seconds[decision], n * n) for decision in firsts), Fraction())
    # Where both always said the same one thing, chance explains everything, and kappa is 0 / 0.
    kappa = None if expected == 1 else float((observed - expected) / (1 - expected))
    return Agreement(n, float(observed), kappa)
