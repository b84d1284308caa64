"""How alike two pictures are, by their perceptual hashes."""

from __future__ import annotations

SAME_PICTURE = 24
"""Up to so many differing bits of 256 two hashes are of one picture."""


def distance(one: str, other: str) -> int:
    """In how many bits two hashes in hex differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
