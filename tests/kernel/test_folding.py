"""Comparing what people typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sjögren's syndrome", "sjogren’s  Syndrome"),
        ("Follow-up", "follow up"),
        ("Torsade de pointes.", "torsade de pointes"),
        ("Angioœdema (acute)", "angioœdema, acute"),
    ],
)
def test_case_accents_and_punctuation_do_not_tell_diagnoses_apart(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("HER2+ carcinoma", "HER2- carcinoma"), ("Rh+", "Rh−"), ("type 1", "type 2"), ("AB", "A B")],
)
def test_signs_and_numbers_do(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
