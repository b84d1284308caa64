"""CSV files: whatever a cell holds, no spreadsheet takes it for a formula, and a reader gets back what was written."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.web.csv_files import as_csv, harmless, send_csv

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NASTY = st.builds(str.__add__, st.sampled_from([*FORMULAS, "\n", "\0", "＝", '"', ";", ",", "'", " "]), TEXT)


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))


@given(st.lists(st.lists(TEXT | NASTY, min_size=2, max_size=2)))
def test_no_cell_begins_a_formula_and_every_cell_comes_back(rows: list[list[str]]) -> None:
    header, *back = read(as_csv(("first", "second"), rows))
    assert header == ["first", "second"]
    assert len(back) == len(rows)
    for row, returned in zip(rows, back, strict=True):
        for cell, shown in zip(row, returned, strict=True):
            assert not shown.startswith(FORMULAS)
            assert shown in (cell, f"'{cell}")


@given(NASTY)
def test_another_separator_splits_no_cell_into_a_formula(cell: str) -> None:
    for delimiter in ";\t|":
        for row in read(as_csv(("a",), [(f"x{delimiter}={cell}",)]), delimiter):
            assert not any(part.startswith(FORMULAS) for part in row)


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1"])
def test_each_beginning_of_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=b", " x", "2026-03", "'=1", 3, -0.2, None])
def test_what_is_no_formula_stays_as_it_is(cell: str | float | None) -> None:
    assert harmless(cell) == cell


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    assert as_csv(("n", "kappa", "none"), [(3, -0.25, None)]) == '"n","kappa","none"\r\n3,-0.25,""\r\n'


def test_the_file_is_saved_and_not_kept_by_caches(app: Flask) -> None:
    with app.test_request_context():
        answer = send_csv("figures", ("a",), [("ä",)])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/csv"
    assert answer.get_data().decode("utf-8-sig").splitlines() == ['"a"', '"ä"']
