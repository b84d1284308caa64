"""Sealing: what is sealed can be opened with the same key, as the same thing, and in no other way."""

from __future__ import annotations

import stat
from pathlib import Path
from threading import Thread

import pytest

from app.kernel.errors import Misconfigured
from app.kernel.sealing import Sealer, Unsealable

KEY = "0f" * 32
SECRET = b"Wilhelmina Abernathy"


def test_what_is_sealed_opens_again_and_shows_nothing_of_itself(tmp_path: Path) -> None:
    sealer = Sealer(KEY, tmp_path / "key")
    sealed = sealer.seal(SECRET, "consent:1")
    assert SECRET not in sealed
    assert sealer.unseal(sealed, "consent:1") == SECRET
    assert sealer.seal(SECRET, "consent:1") != sealed
    assert not (tmp_path / "key").exists()


def test_it_opens_for_nothing_else_with_no_other_key_and_not_once_changed(tmp_path: Path) -> None:
    sealer = Sealer(KEY, tmp_path / "key")
    sealed = sealer.seal(SECRET, "consent:1")
    with pytest.raises(Unsealable):
        sealer.unseal(sealed, "consent:2")
    with pytest.raises(Unsealable):
        Sealer("f0" * 32, tmp_path / "key").unseal(sealed, "consent:1")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Unsealable):
            sealer.unseal(bytes(changed), "consent:1")
    for length in (0, 1, 12, 13, 20):
        with pytest.raises(Unsealable):
            sealer.unseal(sealed[:length], "consent:1")


def test_the_key_file_is_made_at_first_use_for_its_owner_alone_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "data" / "consent-key"
    Sealer("", path)
    assert not path.exists()
    sealed = Sealer("", path).seal(SECRET, "consent:1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Sealer("", path).unseal(sealed, "consent:1") == SECRET
    assert [file.name for file in path.parent.iterdir()] == ["consent-key"]


def test_a_key_that_is_lost_is_not_made_anew_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "consent-key"
    sealed = Sealer("", path).seal(SECRET, "consent:1")
    path.unlink()
    with pytest.raises(Unsealable):
        Sealer("", path).unseal(sealed, "consent:1")
    assert not path.exists()


def test_processes_that_begin_at_once_have_one_key(tmp_path: Path) -> None:
    path, sealed = tmp_path / "consent-key", list[bytes]()
    threads = [Thread(target=lambda: sealed.append(Sealer("", path).seal(SECRET, "consent:1"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [Sealer("", path).unseal(one, "consent:1") for one in sealed] == [SECRET] * 16


@pytest.mark.parametrize("key", ["0f", "zz" * 32, "0F" * 32, "0f" * 33])
def test_a_key_of_another_form_is_refused_by_its_setting_s_name(tmp_path: Path, key: str) -> None:
    with pytest.raises(Misconfigured, match="CASEBOOK_CONSENT_KEY"):
        Sealer(key, tmp_path / "key")


def test_a_broken_key_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "consent-key"
    path.write_text("half a k", encoding="ascii")
    with pytest.raises(Misconfigured):
        Sealer("", path).seal(SECRET, "consent:1")
    assert path.read_text(encoding="ascii") == "half a k"
