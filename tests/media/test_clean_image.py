"""A CleanImage comes from clean() or from nowhere, and what the decoder answers isn't believed."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from app.media import cleaning, errors
from app.media.cleaning import CleanImage, clean
from app.media.storage import ImageStore
from tests.media.pictures import encoded, photo

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PNG = encoded(photo(), "PNG")


def test_nobody_else_can_make_one() -> None:
    with pytest.raises(TypeError):
        CleanImage(1, 1, "0" * 64, ())  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"only clean\(\)"):
        CleanImage(1, 1, "0" * 64, (), cast(Any, object()))


def test_one_cannot_be_changed_into_another() -> None:
    image = clean(PNG)

    with pytest.raises(FrozenInstanceError):
        image.renditions = ()  # type: ignore[misc]
    with pytest.raises((TypeError, ValueError)):
        replace(image, renditions=())  # type: ignore[call-arg]
    for copying in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            copying(image)


def test_the_store_takes_nothing_else(store: ImageStore) -> None:
    with pytest.raises(TypeError):
        store.put(cast(Any, PNG), at=NOON)


def _answer(**changes: object) -> bytes:
    """A good answer of the decoder with some fields of its head, or of its first rendition, changed."""
    true = cleaning._ask_decoder(cleaning._request("PNG", ()) + PNG)
    line, _, body = true.partition(b"\n")
    head = json.loads(line)
    for name, value in changes.items():
        place = head if name in head else head["renditions"][0]
        place[name] = value
    return json.dumps(head).encode() + b"\n" + body


def test_a_good_answer_is_taken() -> None:
    assert cleaning._read_answer(_answer()).width == 120


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 0},
        {"width": 10**9},
        {"height": "80"},
        {"height": True},
        {"pixel_hash": "../../etc/passwd"},
        {"pixel_hash": None},
        {"renditions": []},
        {"nominal": 321},
        {"format": "svg"},
        {"bytes": 1},
        {"bytes": -1},
    ],
)
def test_an_answer_that_cannot_be_is_a_damaged_picture(changes: dict[str, object]) -> None:
    with pytest.raises(errors.DamagedPicture):
        cleaning._read_answer(_answer(**changes))


@pytest.mark.parametrize("answer", [b"", b"\n", b"{}\n", b"[]\n", b"null\n", b"\xff\n", b"{", b'{"refused": "x"}\n'])
def test_an_answer_of_another_form_is_a_damaged_picture(answer: bytes) -> None:
    with pytest.raises(errors.DamagedPicture):
        cleaning._read_answer(answer)


def test_files_of_another_format_than_promised_are_not_taken() -> None:
    answer = _answer().replace(b"RIFF", b"<svg")

    with pytest.raises(errors.DamagedPicture):
        cleaning._read_answer(answer)


def test_a_decoder_that_cannot_start_is_our_fault_and_not_the_upload_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "DECODER", cleaning.DECODER.with_name("not-there.py"))

    with pytest.raises(RuntimeError, match="the decoder ended with"):
        clean(PNG)
