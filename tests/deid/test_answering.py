"""Answers about identifiers: each wording asked about once, replaced where it was found and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.deid.answering import LONGEST_WORDING, Answer, Kept, LookedThrough, Replaced, key_of, look_through, tidy
from app.deid.replacing import Proposal
from app.deid.rules import Label, Span

IDENTIFYING = (
    "Mrs Anna Berg",
    "Dr Okafor",
    "MRN: 4711 0815",
    "anna.berg@example.org",
    "14/03/2024",
    "+46 70 123 45 67",
)
HARMLESS = ("itches", "since three days", "BP 120/80", "a 2/6 murmur", "C5/C6", "\n\n", "Crohn disease", "äß—“x”", "  ")
NOTES = some.lists(some.sampled_from((*IDENTIFYING, *HARMLESS)), max_size=8).map(" ".join)


def found(text: str, *wordings: str, label: Label = Label.NAME, put: str = "[name]") -> list[Proposal]:
    """What an engine would say about the first place of each wording."""
    starts = [(text.index(wording), wording) for wording in wordings]
    return [Proposal(Span(start, start + len(wording), label), wording, put) for start, wording in sorted(starts)]


def defaults(looked: LookedThrough) -> dict[str, Replaced]:
    return {question.key: Replaced(question.replacement) for question in looked.questions}


@given(some.dictionaries(some.sampled_from(["history", "findings", "caption-3"]), NOTES, min_size=1))
def test_when_everything_is_replaced_as_proposed_nothing_is_open_and_all_other_text_is_as_it_was(
    texts: dict[str, str],
) -> None:
    looked = look_through(texts)
    after = looked.replaced(defaults(looked))
    assert look_through(after).questions == ()
    for field, text in texts.items():
        pieces = list(looked.pieces(field))
        assert "".join(piece for piece, _proposal in pieces) == text
        assert after[field] == "".join(proposal.replacement if proposal else piece for piece, proposal in pieces)


@given(some.dictionaries(some.sampled_from(["history", "findings"]), NOTES, min_size=1))
def test_without_answers_and_with_everything_kept_no_letter_changes(texts: dict[str, str]) -> None:
    looked = look_through(texts)
    assert looked.replaced({}) == texts
    assert looked.replaced({question.key: Kept("an eponym") for question in looked.questions}) == texts


def test_a_wording_is_asked_about_once_however_often_and_in_whatever_case_it_stands() -> None:
    texts = {"history": "Mrs Berg, later BERG.", "tag-0": "berg"}
    looked = look_through(texts)
    [question] = looked.questions
    assert (question.wording, question.fields) == ("Berg", ("history", "tag-0"))
    assert looked.replaced({question.key: Replaced("she")}) == {"history": "Mrs she, later she.", "tag-0": "she"}


def test_only_what_was_found_is_replaced_not_what_is_spelt_alike() -> None:
    text = "May has come in May; she may go."
    looked = LookedThrough({"history": text}, {"history": found(text, "May")})
    [question] = looked.questions
    assert looked.replaced({question.key: Replaced("[name]")}) == {"history": "[name] has come in May; she may go."}


def test_the_same_letters_as_a_name_and_as_a_place_are_two_questions() -> None:
    texts = {"history": "Jordan fell ill", "findings": "in Jordan"}
    looked = LookedThrough(
        texts,
        {
            "history": found(texts["history"], "Jordan"),
            "findings": found(texts["findings"], "Jordan", label=Label.LOCATION, put="[place]"),
        },
    )
    name, place = looked.questions
    answers: dict[str, Answer] = {name.key: Replaced(name.replacement), place.key: Kept("a place everybody knows")}
    assert looked.replaced(answers) == {"history": "[name] fell ill", "findings": "in Jordan"}


def test_what_is_to_be_taken_out_of_one_field_is_replaced_in_the_others() -> None:
    texts = {"history": "Berg itches", "tag-0": "berg ward"}
    in_tags = found(texts["tag-0"], "berg", put="")
    both = LookedThrough(texts, {"history": found(texts["history"], "Berg"), "tag-0": in_tags})
    assert both.replaced(defaults(both)) == {"history": "[name] itches", "tag-0": " ward"}
    alone = LookedThrough({"tag-0": texts["tag-0"]}, {"tag-0": in_tags})
    [question] = alone.questions
    assert question.replacement == ""
    assert alone.replaced({question.key: Replaced("surgery")}) == {"tag-0": "surgery ward"}


def test_texts_beside_tell_names_and_are_asked_about_nowhere() -> None:
    assert look_through({"body": "What does Berg say?"}).questions == ()
    looked = look_through({"body": "What does Berg say?"}, beside={"body": "Mrs Berg itches.", "history": "Dr Okafor"})
    assert [question.wording for question in looked.questions] == ["Berg"]
    assert looked.texts.keys() == looked.found.keys() == {"body"}


@pytest.mark.parametrize("written", ["Anna  Berg", "anna berg", " ANNA\nBERG "])
def test_case_and_blanks_make_no_other_wording(written: str) -> None:
    assert key_of(Label.NAME, written) == key_of(Label.NAME, "Anna Berg")


def test_a_key_gives_neither_the_wording_nor_another_label_away() -> None:
    assert "berg" not in key_of(Label.NAME, "Berg").lower()
    assert key_of(Label.NAME, "Berg") != key_of(Label.LOCATION, "Berg")
    long = f"https://example.org/{'ab ' * 200}"
    assert len(tidy(long)) <= LONGEST_WORDING
    assert key_of(Label.URL, tidy(long)) == key_of(Label.URL, long)
