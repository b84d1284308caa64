"""Streams of every length come back whole; what isn't as it was sealed doesn't come back at all."""

from __future__ import annotations

import io
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel import sealed_stream
from app.kernel.sealed_stream import CHUNK, TAG, Damaged, OpeningReader, SealingWriter

KEY = secrets.token_bytes(32)
HEAD = b"the head"


def seal(*parts: bytes, key: bytes = KEY, head: bytes = HEAD) -> bytes:
    out = io.BytesIO()
    writer = SealingWriter(out, key, head)
    for part in parts:
        writer.write(part)
    writer.finish()
    return out.getvalue()


def unseal(data: bytes, key: bytes = KEY, head: bytes = HEAD, size: int = -1) -> bytes:
    reader = OpeningReader(io.BytesIO(data), key, head)
    return b"".join(iter(lambda: reader.read(size), b""))


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_a_stream_of_any_length_comes_back(length: int) -> None:
    plain = secrets.token_bytes(length)
    for size in (-1, 1 << 16, CHUNK + 3):
        assert unseal(seal(plain), size=size) == plain


def test_how_it_was_cut_into_writes_makes_no_difference() -> None:
    plain = secrets.token_bytes(CHUNK + 5000)
    assert seal(plain[:10], plain[10:4000], plain[4000:]) == seal(plain)


@settings(max_examples=60)
@given(st.data())
def test_whatever_is_done_to_a_sealed_stream_is_noticed(data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sealed_stream, "CHUNK", 16)
        sealed = seal(b"forty letters of a note that nobody reads")
        how = data.draw(st.sampled_from(["cut", "flip", "repeat", "drop"]))
        at = data.draw(st.integers(0, len(sealed) - 1))
        changed = {
            "cut": sealed[:at],
            "flip": sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :],
            "repeat": sealed[: 16 + TAG] + sealed,
            "drop": sealed[16 + TAG :],
        }[how]
        with pytest.raises(Damaged):
            unseal(changed)


def test_another_key_or_another_head_opens_nothing() -> None:
    with pytest.raises(Damaged):
        unseal(seal(b"plain"), key=secrets.token_bytes(32))
    with pytest.raises(Damaged):
        unseal(seal(b"plain"), head=b"another head")


def test_nothing_of_the_plain_text_shows() -> None:
    assert b"a name that must not show" not in seal(b"a name that must not show" * 1000)
