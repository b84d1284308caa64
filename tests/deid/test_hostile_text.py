"""Any text at all: spans stay in order and in bounds, and time grows with the length only."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.deid.finding import cued_names, find
from app.deid.replacing import proposals

PIECES = (
    "Mr ",
    "Dr. ",
    "Smith",
    "O'",
    "de la ",
    "12",
    "/",
    "-",
    " March ",
    "2021",
    "MRN: ",
    "@",
    ".",
    ",",
    "\n",
    "|",
    "İ",
    "ß",
    "(",
    "[name]",
    "lives in ",
    "Hospital ",
    "🙂",
    "\u0301",
    "née ",
    "tel ",
    "+44 ",
    "aged 9",
    "ſ",
    "ﬁ",
)
TEXTS = some.one_of(some.text(max_size=200), some.lists(some.sampled_from(PIECES), max_size=25).map("".join))
LENGTH = 100_000


@given(TEXTS)
def test_spans_of_any_text_are_in_bounds_sorted_and_apart(text: str) -> None:
    place = 0
    for span in find(text):
        assert place <= span.start < span.end <= len(text)
        assert span.of(text).strip()
        place = span.end


@given(TEXTS)
def test_any_text_can_be_proposed_for_and_searched_for_names(text: str) -> None:
    assert isinstance(cued_names([text]), frozenset)
    for proposal in proposals({"history": text})["history"]:
        assert proposal.wording == proposal.span.of(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A",
        "1",
        "1 ",
        "a.",
        "Aa ",
        "a-",
        "A1-",
        "O'",
        " ",
        "\n",
        "Dr ",
        "1/",
        "a@",
        "a@a.",
        "MRN: ",
        "lives in ",
        "Hospital ",
        "de la ",
        "12 may ",
        "name|dob\n",
        "tel ",
        "+1 ",
        "address: ",
        "Smith, ",
        "rue de ",
        "aged 9",
        "http://",
        "AB-12-",
        "Zzyx Qwvu ",
        "0123456789 ",
        "Dr Smith and ",
    ],
)
def test_a_long_text_of_one_piece_takes_no_longer_than_its_length_asks(piece: str) -> None:
    text = piece * (LENGTH // len(piece))
    begin = time.process_time()
    find(text)
    assert time.process_time() - begin < 10
