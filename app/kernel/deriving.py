"""Keys made from the instance's secret: one for each purpose, so that none gives another away."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def derive_key(secret: str, purpose: str) -> str:
    """64 hexadecimal digits for this purpose: HKDF with SHA-256 (RFC 5869), the purpose as its 'info'."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret.encode()).hex()
