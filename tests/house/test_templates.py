"""Walks every template: strings go through gettext, nothing is inline, each posting form carries its token."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "app").rglob("templates/**/*.html"))
NAMES = {"Casebook"}
JINJA = re.compile(r"{#.*?#}|{{.*?}}|{%.*?%}", re.DOTALL)
TAGS = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
SPOKEN = re.compile(r'\b(?:title|alt|placeholder|aria-label|aria-description)="([^"]*)"')
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)
INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)
TOKEN = re.compile(r"hidden_tag\(\)|csrf_token")


def identify(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_jinja(path: Path) -> str:
    return JINJA.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=identify)
def test_no_sentence_is_written_past_gettext(path: Path) -> None:
    words = set(WORDS.findall(re.sub(r"&\w+;", "", TAGS.sub(" ", without_jinja(path)))))
    assert words - NAMES == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=identify)
def test_no_spoken_attribute_is_written_past_gettext(path: Path) -> None:
    texts = [text for text in SPOKEN.findall(without_jinja(path)) if WORDS.search(text)]
    assert set(texts) - NAMES == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=identify)
def test_nothing_is_inline_that_the_content_policy_forbids(path: Path) -> None:
    assert INLINE.findall(without_jinja(path)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=identify)
def test_every_posting_form_carries_its_token(path: Path) -> None:
    forms = FORM.findall(path.read_text(encoding="utf-8"))
    naked = [form for form in forms if re.search(r'method="post"', form, re.IGNORECASE) and not TOKEN.search(form)]
    assert naked == []


@pytest.mark.parametrize("path", TEMPLATES, ids=identify)
def test_nothing_is_marked_safe_in_a_template(path: Path) -> None:
    assert "| safe" not in path.read_text(encoding="utf-8")
    assert "|safe" not in path.read_text(encoding="utf-8")
