"""The detectors: what they find, and what they do when their child dies or talks nonsense."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from threading import Timer

import pytest
from PIL import Image, ImageDraw, ImageFilter

from app.media.drawings.registry import KINDS
from app.media.scanning import detecting
from app.media.scanning.detecting import ENVIRONMENT, ROOT, ScanFailed, Scanner
from app.media.scanning.findings import FindingKind, Seen

pytestmark = pytest.mark.skipif(not Scanner().is_available, reason="the [vision] extra isn't installed")


@pytest.fixture(scope="module")
def scanner() -> Iterator[Scanner]:
    """One scanner for all tests that don't kill it."""
    with Scanner() as running:
        yield running


@pytest.fixture
def doomed() -> Iterator[Scanner]:
    """A scanner of one's own."""
    with Scanner() as running:
        yield running


def file_of(picture: Image.Image, form: str = "JPEG") -> bytes:
    file = BytesIO()
    picture.save(file, form)
    return file.getvalue()


def skin(*, size: tuple[int, int] = (480, 360)) -> Image.Image:
    """A clean drawing of skin, without the house's mark."""
    words = {"lesion": "melanoma", "tone": "medium", "site": "body"}
    return KINDS["skin"].paint(Random(4), words).convert("RGB").resize(size)


def labelled() -> Image.Image:
    """The drawing with a name at (30, 262)."""
    picture = skin()
    ImageDraw.Draw(picture).text((30, 262), "Jane Surname 1968", fill=(10, 10, 10), font_size=20)
    return picture


def a_portrait() -> Image.Image:
    """Something drawn that the network takes for a face: no photograph of a person is kept here."""
    picture = Image.new("RGB", (600, 600), (170, 190, 210))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((200, 400, 400, 600), fill=(205, 160, 135))
    pen.ellipse((165, 110, 435, 470), fill=(60, 40, 30))
    pen.ellipse((190, 150, 410, 470), fill=(224, 180, 152))
    for eye in (250, 350):
        pen.arc((eye - 34, 245, eye + 34, 285), 200, 340, fill=(60, 40, 30), width=9)
        pen.ellipse((eye - 24, 272, eye + 24, 298), fill=(250, 250, 250))
        pen.ellipse((eye - 12, 272, eye + 12, 298), fill=(50, 35, 30))
    pen.polygon(((300, 290), (275, 365), (325, 365)), fill=(205, 155, 128))
    pen.chord((255, 380, 345, 430), 10, 170, fill=(170, 70, 70))
    return picture.filter(ImageFilter.GaussianBlur(8)).resize((240, 240))


def test_a_line_of_text_is_found_where_it_stands(scanner: Scanner) -> None:
    seen = scanner.scan(file_of(labelled()))

    assert [one.kind for one in seen] == [FindingKind.TEXT]
    assert 15 <= seen[0].x <= 31
    assert 248 <= seen[0].y <= 267
    assert 150 <= seen[0].width <= 220
    assert 15 <= seen[0].height <= 45


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_text_is_found_whichever_way_the_picture_is_turned(scanner: Scanner, quarters: int) -> None:
    turned = labelled().rotate(90 * quarters, expand=True)

    assert [one.kind for one in scanner.scan(file_of(turned))] == [FindingKind.TEXT]


def test_small_text_is_found_in_a_large_picture(scanner: Scanner) -> None:
    picture = skin(size=(4000, 3000))
    ImageDraw.Draw(picture).text((3100, 2900), "MRN 48213377", fill=(0, 0, 0), font_size=26)

    seen = scanner.scan(file_of(picture))

    assert any(3050 < one.x < 3110 and 2860 < one.y < 2910 for one in seen)


def test_nothing_is_seen_on_a_clean_drawing(scanner: Scanner) -> None:
    assert scanner.scan(file_of(skin())) == []


def test_nothing_is_seen_any_more_once_the_text_is_covered(scanner: Scanner) -> None:
    picture = labelled()
    for one in scanner.scan(file_of(picture)):
        ImageDraw.Draw(picture).rectangle(
            (one.x, one.y, one.x + one.width - 1, one.y + one.height - 1), fill=(32, 33, 36)
        )

    assert scanner.scan(file_of(picture)) == []


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_drawn_face_is_found_whichever_way_it_is_turned(scanner: Scanner, quarters: int) -> None:
    seen = scanner.scan(file_of(a_portrait().rotate(90 * quarters)))

    faces = [one for one in seen if one.kind is FindingKind.FACE]
    assert len(faces) == 1
    assert faces[0].x <= 120 <= faces[0].x + faces[0].width
    assert faces[0].width > 60


def test_the_same_picture_is_seen_the_same_way_again(scanner: Scanner) -> None:
    picture = file_of(labelled(), "PNG")

    assert scanner.scan(picture) == scanner.scan(picture)


def test_a_tiny_picture_is_no_trouble(scanner: Scanner) -> None:
    for size in ((1, 1), (16, 3), (2, 900)):
        assert scanner.scan(file_of(Image.new("RGB", size))) == []


@pytest.mark.parametrize(
    "junk", [b"", b"junk", b"\xff\xd8\xff\xe0" + b"\0" * 200, file_of(Image.new("L", (9, 9)), "GIF")]
)
def test_what_is_no_picture_of_ours_fails_and_the_next_one_works(scanner: Scanner, junk: bytes) -> None:
    with pytest.raises(ScanFailed):
        scanner.scan(junk)

    assert scanner.scan(file_of(Image.new("RGB", (40, 40)))) == []


def test_a_child_that_is_killed_in_mid_picture_fails_it_and_the_next_one_works(doomed: Scanner) -> None:
    picture = file_of(skin(size=(4000, 3000)))
    doomed.scan(file_of(Image.new("RGB", (40, 40))))
    assert doomed.process_id is not None
    Timer(0.2, os.kill, (doomed.process_id, signal.SIGKILL)).start()

    with pytest.raises(ScanFailed):
        doomed.scan(picture)

    assert doomed.scan(file_of(Image.new("RGB", (40, 40)))) == []


def test_a_child_that_died_between_pictures_is_started_anew(doomed: Scanner) -> None:
    small = file_of(Image.new("RGB", (40, 40)))
    doomed.scan(small)
    assert doomed.process_id is not None
    first = doomed.process_id
    os.kill(first, signal.SIGKILL)
    time.sleep(0.2)

    assert doomed.scan(small) == []
    assert doomed.process_id != first


def test_a_picture_that_takes_too_long_fails() -> None:
    with Scanner(seconds=0.05) as hasty, pytest.raises(ScanFailed):
        hasty.scan(file_of(skin()))


def test_the_child_ends_with_its_scanner(doomed: Scanner) -> None:
    doomed.scan(file_of(Image.new("RGB", (40, 40))))
    child = doomed.process_id
    doomed.close()

    assert doomed.process_id is None
    assert not Path(f"/proc/{child}").exists()


def test_the_child_holds_no_file_no_connection_and_no_secret(doomed: Scanner) -> None:
    doomed.scan(file_of(Image.new("RGB", (40, 40))))
    place = Path(f"/proc/{doomed.process_id}")

    assert dict(line.split("=") for line in place.joinpath("environ").read_text().split("\0") if line) == ENVIRONMENT
    limits = place.joinpath("limits").read_text()
    assert [line.split()[3:5] for line in limits.splitlines() if line.startswith("Max open files")] == [["0", "0"]]
    opened = [str(path.readlink()) for path in place.joinpath("fd").iterdir()]
    assert {target.partition(":")[0] for target in opened} == {"pipe", "/dev/null"}


def test_the_child_imports_nothing_of_the_house_but_its_own_files() -> None:
    code = (
        "import sys; sys.path.append(sys.argv[1]); import app.media.scanning.scanner;"
        "print(*sorted(name for name in sys.modules if name.split('.')[0] == 'app'))"
    )
    command = [sys.executable, "-I", "-c", code, str(ROOT)]
    modules = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout.split()

    assert "app.media.scanning.scanner" in modules
    assert {name for name in modules if not name.startswith("app.media.scanning.")} == {
        "app",
        "app.media",
        "app.media.scanning",
    }
    assert not any(name.endswith((".detecting", ".findings")) for name in modules)


def test_switched_off_it_is_not_available_and_refuses_to_scan() -> None:
    with Scanner(enabled=False) as off:
        assert not off.is_available
        with pytest.raises(RuntimeError):
            off.scan(file_of(Image.new("RGB", (40, 40))))


SOUND = {"kind": "face", "x": 1, "y": 2, "width": 3, "height": 4, "score": 0.5}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "code"}, {"kind": "name"}, {"kind": 1}, {"x": -1}, {"x": 10}, {"x": 1.0}, {"x": True}, {"y": "2"},
        {"width": 0}, {"width": 10}, {"height": 9}, {"height": None}, {"score": 1.01}, {"score": -0.1}, {"score": 1},
        {"score": "0.5"}, {"score": float("nan")},
    ],
)  # fmt: skip
def test_an_answer_with_a_field_out_of_bounds_is_refused(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    with pytest.raises(ScanFailed):
        answered(monkeypatch, {"number": 1, "width": 10, "height": 10, "seen": [SOUND, {**SOUND, **change}]})


@pytest.mark.parametrize(
    "answer",
    [
        {}, [], None, 7, {"number": 1}, {"number": 2, "width": 10, "height": 10, "seen": []},
        {"number": 1, "width": 0, "height": 10, "seen": []}, {"number": 1, "width": 10**6, "height": 10, "seen": []},
        {"number": 1, "width": 19_000, "height": 19_000, "seen": []},
        {"number": 1, "width": 10, "height": 10, "seen": [SOUND] * 501},
        {"number": 1, "width": 10, "height": 10, "seen": [{}]}, {"number": 1, "width": 10, "height": 10, "seen": 4},
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_refused(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    with pytest.raises(ScanFailed):
        answered(monkeypatch, answer)


def test_a_sound_answer_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = answered(monkeypatch, {"number": 1, "width": 10, "height": 10, "seen": [SOUND]})

    assert seen == [Seen(FindingKind.FACE, 1, 2, 3, 4, 0.5)]


def test_an_answer_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detecting, "START", "import sys\nwhile True: sys.stdout.write('[' * 10000)")
    with Scanner(seconds=20) as endless, pytest.raises(ScanFailed):
        endless.scan(b"picture")


def answered(monkeypatch: pytest.MonkeyPatch, answer: object) -> list[Seen]:
    """What comes of a child that has been taken over and answers this."""
    line = json.dumps(answer).encode() + b"\n"
    monkeypatch.setattr(detecting, "START", f"import os, sys; sys.stdin.readline(); os.write(1, {line!r})")
    with Scanner() as scanner:
        return scanner.scan(b"picture")
