"""How a stem is cut and options are chosen and placed."""

from __future__ import annotations

from app.kernel.folding import fold
from app.quizzes.drafting import distractors, place, stem_of
from app.quizzes.prose import names, sentences, words
from app.threads.values import Wrong


def test_a_stem_takes_all_texts_while_they_fit() -> None:
    assert stem_of(("An itch.", "Two flatmates too.", ""), "Scabies") == "An itch.\n\nTwo flatmates too."


def test_a_stem_ends_with_a_whole_sentence_within_200_words() -> None:
    long = " ".join(f"Sentence {number} has five words." for number in range(60))
    stem = stem_of((long, "This stands after the end."), "Scabies")
    assert words(stem) == 200
    assert stem.endswith("Sentence 39 has five words.")
    assert "after the end" not in stem


def test_a_later_text_is_cut_too() -> None:
    history = " ".join(f"Sentence {number} has five words." for number in range(60))
    stem = stem_of(("Only this.", history), "Scabies")
    assert stem.startswith("Only this.\n\nSentence 0")
    assert words(stem) <= 200


def test_a_single_endless_sentence_is_cut_at_a_word() -> None:
    stem = stem_of(("word " * 500, "Short."), "Scabies")
    assert stem == "word " * 199 + "word …"


def test_sentences_that_name_the_key_are_left_out() -> None:
    assert stem_of(("An itch. Thought to be Scabies! It stayed.",), "scabies") == "An itch. It stayed."


def test_a_case_without_words_gives_an_empty_stem() -> None:
    assert stem_of(("", "", ""), "Scabies") == ""


def test_the_four_most_argued_distractors_are_offered_and_the_next_kept() -> None:
    turns = [Wrong(f"Rash {letter}", 9 - number, "") for number, letter in enumerate("abcdefghij")]
    chosen = list(distractors(turns, "Scabies"))
    assert [turn.diagnosis for turn, is_offered in chosen if is_offered] == ["Rash a", "Rash b", "Rash c", "Rash d"]
    assert len(chosen) == 6


def test_doubles_and_the_key_itself_are_no_distractors() -> None:
    turns = [Wrong("SCABIES", 5, ""), Wrong("Eczema", 3, ""), Wrong("eczéma", 1, "")]
    assert [turn.count for turn, _offered in distractors(turns, "Scabies")] == [3]


def test_the_order_of_options_follows_from_item_and_text_and_favours_no_place() -> None:
    def place_of_key(item_id: int) -> int:
        texts = ["Scabies", "Eczema", "Psoriasis", "Urticaria"]
        return sorted(texts, key=lambda text: place(item_id, text)).index("Scabies")

    assert place(7, "Scabies") == place(7, " scabies")
    tally = [0, 0, 0, 0]
    for item_id in range(400):
        tally[place_of_key(item_id)] += 1
    assert min(tally) > 60


def test_folding_keeps_letters_and_digits_of_every_script() -> None:
    assert fold("Non-ST-Élévation MI, Typ 2") == "non st elevation mi typ 2"
    assert names("β-thalassaemia minor", "β thalassaemia")
    assert not names("anything", "")
    assert sentences("One. Two? Three") == ["One.", "Two?", "Three"]
