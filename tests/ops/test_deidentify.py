"""The command line of de-identification: batches, reports, and what a broken file does to the others."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from app import cli, wiring
from app.media.drawings.registry import draw
from app.media.scanning.detecting import ScanFailed, Scanner
from app.media.scanning.findings import FindingKind, Seen
from app.ops import deidentify
from tests.media.pictures import encoded, photo, with_secrets

LINE = Seen(FindingKind.TEXT, 10, 5, 40, 12, 0.9)


class Told(Scanner):
    """A scanner that sees a line of text until it's covered, and can't look at tall pictures."""

    def __init__(self) -> None:
        super().__init__(enabled=False)
        self.is_available = True

    def scan(self, picture: bytes) -> list[Seen]:
        shown = Image.open(io.BytesIO(picture)).convert("RGB")
        if shown.height > shown.width:
            raise ScanFailed()
        return [] if max(shown.getpixel((20, 10))) < 60 else [LINE]  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _no_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither command may need an instance."""

    def refuse(_settings: object) -> None:
        raise AssertionError("an instance was built")

    monkeypatch.setattr(wiring, "build", refuse)
    monkeypatch.setenv("CASEBOOK_VISION", "off")


def clean(source: Path, target: Path, scanner: Scanner | None = None) -> dict[str, dict[str, Any]]:
    report = io.StringIO()
    chosen = scanner or Scanner(enabled=False)
    deidentify.clean_folder(source, target, chosen, report, lambda _done, _total: None)
    return {line["file"]: line for line in map(json.loads, report.getvalue().splitlines())}


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_each_kind_of_picture_comes_out_without_what_came_with_it(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "deeper").mkdir(parents=True)
    (source / "one.jpg").write_bytes(with_secrets("JPEG"))
    (source / "deeper" / "two.png").write_bytes(with_secrets("PNG"))
    lines = clean(source, tmp_path / "out")
    assert files(tmp_path / "out") == {"one.jpg", "deeper/two.png"}
    assert {line["status"] for line in lines.values()} == {"cleaned"}
    for name in files(tmp_path / "out"):
        assert b"Ostergren" not in (tmp_path / "out" / name).read_bytes()


def test_every_proposal_is_accepted_and_the_result_is_looked_at_again(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "label.png").write_bytes(encoded(photo(120, 80), "PNG"))
    line = clean(source, tmp_path / "out", Told())["label.png"]
    assert [found["kind"] for found in line["findings"]] == ["text"]
    with Image.open(tmp_path / "out" / "label.png") as covered:
        assert covered.size == (120, 80)
        assert covered.getpixel((30, 10)) == (32, 33, 36)
        assert covered.getpixel((100, 70)) != (32, 33, 36)


def test_a_refused_or_broken_file_leaves_nothing_and_stops_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.svg").write_text("<svg></svg>")
    (source / "b.jpg").write_bytes(encoded(photo(), "JPEG")[:400])
    (source / "c.png").write_bytes(encoded(photo(60, 200), "PNG"))
    (source / "d.png").write_bytes(encoded(photo(), "PNG"))
    (source / "e.pdf").write_bytes(b"%PDF-1.7\n")
    (source / "f.jpg").write_bytes(b"")
    lines = clean(source, tmp_path / "out", Told())
    assert {name: line["status"] for name, line in lines.items()} == {
        "a.svg": "refused",
        "b.jpg": "refused",
        "c.png": "failed",
        "d.png": "cleaned",
        "e.pdf": "refused",
        "f.jpg": "refused",
    }
    assert all(lines[name]["reason"] for name in ("a.svg", "b.jpg", "c.png", "e.pdf", "f.jpg"))
    assert files(tmp_path / "out") == {"d.png"}


def test_a_name_in_a_files_name_does_not_come_along(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    data = encoded(photo(), "PNG")
    for name in ("john_smith.png", "MRN 4488123.png", "2021-03-04.png", "knee-lateral.png", "IMG_0042.png"):
        (source / name).write_bytes(data)
    lines = clean(source, tmp_path / "out")
    outs = {name: line["out"][0] for name, line in lines.items()}
    assert outs["knee-lateral.png"] == "knee-lateral.png"
    assert outs["IMG_0042.png"] == "IMG_0042.png"
    for name in ("john_smith.png", "MRN 4488123.png", "2021-03-04.png"):
        assert outs[name].startswith("picture-")


def test_the_command_writes_the_report_and_says_that_nothing_was_scanned(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "skin.jpg").write_bytes(draw("skin", seed=1))
    arguments = ["deid", "images", str(tmp_path / "in"), str(tmp_path / "out"), "--report", str(tmp_path / "r.jsonl")]
    answer = CliRunner().invoke(cli.casebook, arguments)
    assert answer.exit_code == 0, answer.output
    assert json.loads((tmp_path / "r.jsonl").read_text())["scanned"] is False
    assert "not scanned" in answer.stderr


def test_the_command_labels_notes_and_a_broken_line_stops_nothing() -> None:
    notes = '{"id": "a", "text": "Mr John Smith was seen on 3 March 2021."}\nnonsense\n{"id": "b", "text": "Fever."}\n'
    answer = CliRunner().invoke(cli.casebook, ["deid", "text"], input=notes)
    first, broken, last = (json.loads(line) for line in answer.stdout.splitlines())
    assert {label for _, _, label in first["spans"]} == {"NAME", "DATE"}
    assert "line 2" in broken["error"]
    assert last == {"id": "b", "spans": []}
