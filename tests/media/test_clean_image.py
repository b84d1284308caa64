"""A CleanImage comes from clean() or from nowhere, and what the decoder answers isn't believed."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from app.media import children, cleaning, errors
from app.media.children import ask
from app.media.cleaning import CleanImage, clean
from app.media.storage import ImageStore
from tests.media.pictures import encoded, photo

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PNG = encoded(photo(), "PNG")


def test_nobody_else_can_make_one() -> None:
    with pytest.raises(TypeError):
        CleanImage(1, 1, 1, "0" * 64, (), (), ())  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"only clean\(\)"):
        CleanImage(1, 1, 1, "0" * 64, (), (), (), cast(Any, object()))


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


@pytest.fixture
def true(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What the child really answers."""
    answers: list[bytes] = []

    def asked(*request: Any) -> bytes:
        answers.append(ask(*request))
        return answers[0]

    monkeypatch.setattr(cleaning, "ask", asked)
    clean(PNG)
    return answers[0]


def _changed(true: bytes, **changes: object) -> bytes:
    """A good answer with some fields of its head, or of its first rendition, changed."""
    line, _, body = true.partition(b"\n")
    head = json.loads(line)
    for name, value in changes.items():
        place = head if name in head else head["renditions"][0]
        place[name] = value
    return json.dumps(head).encode() + b"\n" + body


def _answering(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    monkeypatch.setattr(cleaning, "ask", lambda *_: answer)


def test_a_good_answer_is_taken(monkeypatch: pytest.MonkeyPatch, true: bytes) -> None:
    _answering(monkeypatch, _changed(true))

    assert clean(PNG).width == 120


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 0},
        {"width": 10**9},
        {"height": "80"},
        {"height": True},
        {"pixel_hash": "../../etc/passwd"},
        {"pixel_hash": None},
        {"perceptual_hashes": ["0" * 64] * 7},
        {"perceptual_hashes": ["<" * 64] * 8},
        {"codes": [[0, 1, 1, 500, 5]]},
        {"codes": [[1, 1, 1, 5, 5]]},
        {"codes": [[0, -1, 1, 5, 5]]},
        {"codes": [[0, 1, 1, 5]]},
        {"codes": [[0, 1, 1, 5, 5]] * 501},
        {"renditions": []},
        {"frame": 1},
        {"nominal": 321},
        {"format": "svg"},
        {"bytes": 1},
        {"bytes": -1},
        {"refused": ["something else"]},
        {"refused": 7},
    ],
)
def test_an_answer_that_cannot_be_is_a_damaged_picture(
    monkeypatch: pytest.MonkeyPatch, true: bytes, changes: dict[str, object]
) -> None:
    if "refused" in changes:
        true = true.replace(b"{", b'{"refused": null, ', 1)
    _answering(monkeypatch, _changed(true, **changes))

    with pytest.raises(errors.DamagedPicture):
        clean(PNG)


@pytest.mark.parametrize("answer", [b"", b"\n", b"{}\n", b"[]\n", b"null\n", b"\xff\n", b"{", b'{"refused": ["x"]}\n'])
def test_an_answer_of_another_form_is_a_damaged_picture(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    _answering(monkeypatch, answer)

    with pytest.raises(errors.DamagedPicture):
        clean(PNG)


def test_files_of_another_format_than_promised_are_not_taken(monkeypatch: pytest.MonkeyPatch, true: bytes) -> None:
    _answering(monkeypatch, true.replace(b"RIFF", b"<svg"))

    with pytest.raises(errors.DamagedPicture):
        clean(PNG)


def test_a_decoder_that_cannot_start_is_our_fault_and_not_the_upload_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "START", "import nothing_of_this_name")

    with pytest.raises(RuntimeError, match="the child ended with"):
        clean(PNG)
