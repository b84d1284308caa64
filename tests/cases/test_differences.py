"""What differs between two versions: all of it, nothing else, to the letter, in any script, and fast."""

from __future__ import annotations

import random
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.content import as_json
from app.cases.differences import Differences, PictureChange, differences
from app.cases.rules import TEXT_FIELDS
from app.cases.words import PieceKind, after_of, before_of, word_pieces
from app.ops.house import House
from tests.cases.making import published_case
from tests.people import People

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.lists(
    st.sampled_from(["itch", "rash", "3.5", "cm", " ", "\n\n", ",", "発疹", "सूजन", "e\u0301", "👩‍⚕️"]), max_size=30
).map("".join)
PICTURES = st.lists(
    st.fixed_dictionaries(
        {
            "image": st.sampled_from(["a" * 64, "b" * 64, "c" * 64, "d" * 64]),
            "caption": st.sampled_from(["", "Left", "Right"]),
            "alt_text": st.sampled_from(["", "A hand", "A foot"]),
        }
    ),
    max_size=5,
)
VERSIONS = st.fixed_dictionaries(
    {
        **dict.fromkeys(TEXT_FIELDS, TEXTS),
        "specialty": st.sampled_from(["dermatology", "cardiology"]),
        "modality": st.just("ecg"),
        "age_band": st.sampled_from(["20-29", "90+"]),
        "sex": st.just("female"),
        "tags": st.lists(st.sampled_from(["itch", "night", "hand"]), unique=True).map(sorted),
        "pictures": PICTURES,
    }
)


def applied(before: dict[str, Any], found: Differences) -> dict[str, Any]:
    """The version that comes of these differences."""
    made = dict(before)
    for text in found.texts:
        assert before_of(text.pieces) == before[text.field]
        made[text.field] = after_of(text.pieces)
    for fact in found.facts:
        assert fact.before == before[fact.field]
        made[fact.field] = fact.after
    made["tags"] = sorted(set(before["tags"]) - set(found.tags_removed) | set(found.tags_added))
    made["pictures"] = [entry.after for entry in found.pictures if entry.after is not None]
    return made


@given(TEXTS, TEXTS)
def test_no_letter_is_lost_or_invented(before: str, after: str) -> None:
    pieces = word_pieces(before, after)
    assert (before_of(pieces), after_of(pieces)) == (before, after)
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(one is not other for one, other in pairwise(kinds))


@given(VERSIONS, VERSIONS)
def test_applying_what_differs_gives_the_new_version(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = differences(before, after)
    assert applied(before, found) == after
    former = [entry.before for entry in found.pictures if entry.before is not None]
    assert sorted(map(repr, former)) == sorted(map(repr, before["pictures"]))
    assert bool(found) == (before != after)


@given(VERSIONS)
def test_nothing_differs_from_itself(version: dict[str, Any]) -> None:
    found = differences(version, {**version, "pictures": [dict(picture) for picture in version["pictures"]]})
    assert not found
    assert all(entry.change is PictureChange.SAME for entry in found.pictures)


@given(VERSIONS, VERSIONS)
def test_what_is_the_same_in_both_is_never_told_as_changed(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = differences(before, after)
    told = {entry.field for entry in found.texts} | {entry.field for entry in found.facts}
    assert told == {name for name in before if name not in ("tags", "pictures") and before[name] != after[name]}
    assert not set(found.tags_added) & set(before["tags"])
    assert set(found.tags_removed) <= set(before["tags"])


def told(before: str, after: str) -> str:
    marks = {PieceKind.KEPT: "{}", PieceKind.REMOVED: "[-{}]", PieceKind.ADDED: "[+{}]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in word_pieces(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Itch at night.", "Itch at noon.", "Itch at [-night][+noon]."),
        ("A lump of 3.5 cm", "A lump of 35 cm", "A lump of [-3.5][+35] cm"),
        ("old text here", "new words here", "[-old text][+new words] here"),
        ("One.", "One.\n\nTwo.", "One.[+\n\nTwo.]"),
        ("発疹が三日", "発疹が五日", "発疹が[-三][+五]日"),
        ("cafe\u0301 au lait", "cafe au lait", "[-cafe\u0301][+cafe] au lait"),
        ("", "All of it", "[+All of it]"),
        ("", "", ""),
    ],
)
def test_words_and_numbers_are_whole(before: str, after: str, expected: str) -> None:
    assert told(before, after) == expected


def picture(image: str, caption: str = "", alt_text: str = "") -> dict[str, str]:
    return {"image": image * 64, "caption": caption, "alt_text": alt_text}


def fates(before: list[dict[str, str]], after: list[dict[str, str]]) -> list[tuple[str, int]]:
    return [
        (entry.change.value, entry.number) for entry in differences({"pictures": before}, {"pictures": after}).pictures
    ]


def test_each_picture_has_its_fate() -> None:
    one, two, three = picture("a", "Hand", "A hand"), picture("b", "Foot", "A foot"), picture("c", "", "An ear")
    assert fates([one, two], [one, two, three]) == [("same", 1), ("same", 2), ("added", 3)]
    assert fates([one, two], [two]) == [("same", 1), ("removed", 1)]
    assert fates([one], [{**one, "caption": "Left hand"}]) == [("reworded", 1)]
    assert fates([one, two], [one, {**two, "image": "d" * 64}]) == [("same", 1), ("replaced", 2)]
    assert fates([picture("a")], [picture("b")]) == [("added", 1), ("removed", 1)]
    swapped = differences({"pictures": [one, two]}, {"pictures": [two, one]})
    assert swapped.is_reordered
    assert not swapped.changed_pictures
    assert not differences({"pictures": [one, two]}, {"pictures": [two]}).is_reordered


HARD = {
    "one word": ("a " * 3000, "b " + "a " * 2900),
    "few words": (" ".join("abcdefghij" * 300), " ".join("jihgfedcba" * 300)),
    "backwards": (" ".join(map(str, range(1500))), " ".join(map(str, reversed(range(1500))))),
    "signs": ("".join(map(chr, range(0x4E00, 0x4E00 + 6000))), "".join(map(chr, range(0x4E00 + 3000, 0x4E00 + 9000)))),
    "shuffled": (
        " ".join(random.Random(1).choices([f"w{number}" for number in range(120)], k=1500)),
        " ".join(random.Random(2).choices([f"w{number}" for number in range(120)], k=1500)),
    ),
}


@pytest.mark.parametrize("name", HARD)
def test_the_longest_texts_are_compared_in_a_moment(name: str) -> None:
    before, after = HARD[name]
    began = time.process_time()
    pieces = word_pieces(before, after)
    assert time.process_time() - began < 1.5
    assert (before_of(pieces), after_of(pieces)) == (before, after)


def test_it_knows_the_shape_of_a_case(house: House, people: People) -> None:
    before = as_json(published_case(house, people))
    after = as_json(published_case(house, people, author="omar", title="Itch at night", tags=("itch",)))
    found = differences(before, after)
    assert [entry.field for entry in found.texts] == ["title"]
    assert (found.tags_added, found.tags_removed, found.facts) == ((), ("night",), ())
