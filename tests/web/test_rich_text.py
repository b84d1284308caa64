"""Markdown that people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.rich_text import render, render_page


def test_plain_markdown_becomes_html() -> None:
    html = render("**Fever** and\n\n- cough\n- chills\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<strong>Fever</strong>" in html
    assert "<li>cough</li>" in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![face](https://elsewhere.example/face.jpg)",
        "[x](javascript:alert(1))",
        '<a href="data:text/html,x">x</a>',
        "<style>body{display:none}</style>",
        '<p style="color:red" onclick="x()">x</p>',
        "<iframe src=//elsewhere.example></iframe>",
    ],
)
def test_what_could_do_harm_is_left_out(text: str) -> None:
    html = render(text).lower()
    for harm in ("<script", "<img", "javascript:", "data:", "<style", "style=", "onclick", "onerror", "<iframe"):
        assert harm not in html


def test_links_do_not_tell_where_the_reader_came_from() -> None:
    assert 'rel="nofollow noopener noreferrer"' in render("[a paper](https://doi.org/10.1000/1)")


@given(st.text())
def test_no_text_breaks_the_renderer_or_smuggles_a_script(text: str) -> None:
    assert "<script" not in render(text).lower()


def test_a_page_has_its_front_matter_apart() -> None:
    html, facts = render_page("title: About\nsummary: What it is.\n\nHello *there*.")
    assert facts == {"title": "About", "summary": "What it is."}
    assert html == "<p>Hello <em>there</em>.</p>"
