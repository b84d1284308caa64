"""How alike two pictures are, by their perceptual hashes."""

from __future__ import annotations

SAME_PICTURE = 24
"""Up to so many differing bits of 256 two hashes are of one picture.

A picture recompressed, scaled to 30 %, blurred, made lighter or darker by 20 %, turned, mirrored, or framed by a
screenshot differs by 2 to 20 bits from itself, cropped by 1 % by about 20; films of different chests by 68 and more.
Charts on one form can't be told apart so (see docs/decisions/0011).
"""


def distance(one: str, other: str) -> int:
    """In how many bits two hashes in hex differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
