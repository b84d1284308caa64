"""Bytes at rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.kernel.blobs import LocalBlobs

KEY = "ab/abcdef012345.webp"


def test_bytes_come_back_as_they_were_put(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path / "blobs")
    blobs.put(KEY, b"pixels")
    assert blobs.get(KEY) == b"pixels"
    assert list(blobs.keys()) == [KEY]


def test_deleting_twice_is_fine(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path / "blobs")
    blobs.put(KEY, b"pixels")
    blobs.delete(KEY)
    blobs.delete(KEY)
    with pytest.raises(FileNotFoundError):
        blobs.get(KEY)


@pytest.mark.parametrize("key", ["../secret", "ab/../../secret", "/etc/passwd", "ab/x", "patient name.jpg"])
def test_a_key_that_is_a_path_or_a_name_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="blob key"):
        LocalBlobs(tmp_path / "blobs").put(key, b"")


def test_a_failing_write_leaves_no_file(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path / "blobs")
    with pytest.raises(TypeError):
        blobs.put(KEY, "not bytes")  # type: ignore[arg-type]
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


def test_what_a_killed_process_left_behind_is_cleared_after_an_hour_and_nothing_else(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path)
    blobs.put(KEY, b"pixels")
    old, young = tmp_path / "ab" / ".half", tmp_path / "ab" / ".being-written"
    for path in (old, young):
        path.write_bytes(b"half a pict")
    os.utime(old, (0, 0))
    assert blobs.clear_unfinished() == 1
    assert not old.exists()
    assert young.exists()
    assert blobs.get(KEY) == b"pixels"
