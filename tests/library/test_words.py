"""Folding, spelling and stemming: what counts as the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.words import MOST_TERMS, terms, words
from app.vocabulary.spelling import LONGEST_WORD


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anaemia", "anemia"),
        ("oedema", "edema"),
        ("tumours", "tumor"),
        ("diarrhoea", "diarrhea"),
        ("paediatric", "pediatric"),
        ("haematology", "hematology"),
        ("fibre", "fiber"),
        ("localised", "localized"),
        ("analysed", "analyzed"),
        ("sulphonamide", "sulfonamide"),
        ("Ménière", "meniere"),
        ("β-blocker", "beta blocker"),
        ("Sjögren", "sjogren"),
        ("X-ray", "xray"),
        ("x rays", "X-Ray"),
        ("rashes", "rash"),
        ("fractured", "fractures"),
        ("ﬁstula", "fistula"),
    ],
)
def test_two_ways_of_writing_are_one_word(one: str, other: str) -> None:
    assert words(one) == words(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [("hyperkalaemia", "hypokalaemia"), ("left", "right"), ("type 1", "type 2"), ("ileum", "ilium")],
)
def test_dangerous_neighbours_stay_apart(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_words_between_quotes_are_one_phrase() -> None:
    assert terms('"atrial fibrillation" elderly') == [("atrial", "fibril"), ("elderli",)]


def test_fillers_count_only_when_nothing_else_is_left() -> None:
    assert terms("pain in the leg") == [("pain",), ("leg",)]
    assert terms("the") == [("the",)]
    assert terms('"swollen leg" of the') == [("swollen", "leg")]


def test_a_question_is_read_up_to_a_limit() -> None:
    assert len(terms(" ".join(f"w{number}" for number in range(500)))) == MOST_TERMS


@given(st.text(max_size=400))
def test_whatever_is_typed_becomes_words_or_nothing(typed: str) -> None:
    for term in terms(typed):
        assert term
        assert all(word and len(word) <= LONGEST_WORD for word in term)


@given(st.text(max_size=200))
def test_capitals_make_no_difference(typed: str) -> None:
    assert words(typed.casefold()) == words(typed)
