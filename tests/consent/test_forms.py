"""The forms: each version is what it was when it came into use, and what paper shows is whole."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app.consent import forms_folder, papers
from app.consent.forms_folder import CONTENT, ConsentForm

FORMS = forms_folder.all_forms()
AT = datetime(2026, 3, 1, tzinfo=UTC)


def register() -> dict[str, str]:
    lines = (CONTENT / "consent" / "register.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines)


def test_every_version_that_was_ever_in_use_is_still_what_it_was() -> None:
    """A form or a part is never changed: write a new version, keep the old file, add a line to the register."""
    assert {form.name: form.digest for form in FORMS} == register()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_is_whole(form: ConsentForm) -> None:
    assert form.title
    assert "[[" not in form.text
    assert form.text.count("\n## ") >= 6
    assert not re.search(r"\b(TODO|TBD|lorem)\b", form.text)


def test_another_letter_in_a_shared_part_is_another_digest(tmp_path: Path) -> None:
    for folder in ("se", "parts/sv"):
        (tmp_path / "consent" / folder).mkdir(parents=True)
    part = tmp_path / "consent" / "parts" / "sv" / "om.1.md"
    form = tmp_path / "consent" / "se" / "sv.md"
    form.write_text("title: Samtycke\nversion: 1\n\nFörst\n\n[[om.1]]\n\nSist\n", encoding="utf-8")
    digests = set()
    for text in ("Jag säger ja.", "Jag säger nej."):
        part.write_text(f"{text}\n", encoding="utf-8")
        forms_folder.all_forms.cache_clear()
        [read] = forms_folder.all_forms(tmp_path)
        assert read.text == f"Först\n\n{text}\n\nSist\n"
        digests.add(read.digest)
    assert len(digests) == 2


def test_a_form_that_asks_for_a_part_there_is_not_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "consent" / "se").mkdir(parents=True)
    (tmp_path / "consent" / "se" / "sv.md").write_text("title: S\nversion: 1\n\n[[om.1]]\n", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        forms_folder.all_forms(tmp_path)


@pytest.mark.parametrize("form", [form for form in FORMS if form.in_use], ids=lambda form: form.name)
def test_the_blank_form_is_a_page_and_where_letters_allow_a_file(app: Flask, form: ConsentForm) -> None:
    client, address = app.test_client(), f"/consent-forms/{form.jurisdiction}.{form.language}"
    page = client.get(address)
    assert page.status_code == 200
    assert form.title in page.text.replace("&#39;", "'")
    answer = client.get(f"{address}.pdf")
    if papers.can_print(form.text):
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.data.startswith(b"%PDF-")
        assert f'href="{address}.pdf"' in page.text
    else:
        assert form.language == "ja"
        assert answer.status_code == 422
        assert "Print the page itself" in answer.text
        assert ".pdf" not in page.text


@pytest.mark.parametrize("name", ["atlantis.en", "generic.xx", "generic", "..", "parts.en", "generic.en.2026-11-1"])
def test_there_is_no_form_of_another_name(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/consent-forms/{name}").status_code == 404


def test_markdown_becomes_blocks() -> None:
    text = "## Who\n\nOne **bold**\nline.\n\n- first\n  goes on\n- [ ] second\n  too\n\n## Last\nclose by\n"
    assert [(block.kind, block.text) for block in papers.blocks_of("Title", text)] == [
        ("title", "Title"),
        ("heading", "Who"),
        ("paragraph", "One **bold** line."),
        ("item", "first goes on"),
        ("choice", "second too"),
        ("heading", "Last"),
        ("paragraph", "close by"),
    ]


@pytest.mark.parametrize("form", [form for form in FORMS if form.language != "ja"], ids=lambda form: form.name)
def test_nothing_of_a_form_is_lost_on_the_way_to_paper(form: ConsentForm) -> None:
    plain = re.sub(r"[#*\-\s]+", "", form.on_screen)
    printed = "".join(block.text for block in papers.blocks_of(form.title, form.text)[1:])
    assert re.sub(r"[#*\-\s]+", "", printed) == plain


def test_paper_has_letters_of_half_of_europe_and_refuses_the_rest() -> None:
    assert papers.can_print("Łódź, Škoda, ñandú, façade, Größe")
    assert not papers.can_print("日本")
    with pytest.raises(papers.LettersMissing):
        papers.pdf_of([papers.Block("title", "日本")], language="ja", at=AT)


def test_the_same_paper_at_the_same_moment_is_the_same_file() -> None:
    blocks = papers.blocks_of(FORMS[0].title, FORMS[0].text)
    assert papers.pdf_of(blocks, language="en", at=AT) == papers.pdf_of(blocks, language="en", at=AT)


def test_what_can_be_ticked_has_a_box_on_paper_and_none_where_it_is_only_read(app: Flask) -> None:
    page = app.test_client().get("/consent-forms/generic.en").text
    assert page.count("\N{BALLOT BOX}") == 8
    generic = forms_folder.form_in_use(CONTENT, "generic", "en")
    assert "[ ]" not in generic.on_screen + generic.on_paper
    kinds = [block.kind for block in papers.blocks_of(generic.title, generic.text)]
    assert (kinds.count("choice"), kinds.count("item")) == (8, 0)
