"""The embedded engine: what it finds, what stays on disk, and what happens when its files are lost or damaged."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.library.generations import Generations
from app.library.index import IndexBusy, IndexUnavailable
from app.library.rules import Document
from app.library.whoosh_index import WhooshIndex


def document(case_id: int, text: str = "", **parts: str) -> Document:
    return Document(
        case_id=case_id,
        title=parts.get("title", f"Case {case_id}"),
        text=text,
        tags=parts.get("tags", ""),
        kind=parts.get("kind", ""),
        diagnosis=parts.get("diagnosis", ""),
        filters={"specialty": parts.get("specialty", "other"), "resolved": "False"},
    )


def holding(*documents: Document) -> Callable[[], Iterable[Document]]:
    return lambda: documents


NOISE = (document(91, "Cough for a week", title="Cough"), document(92, "Ankle sprain", title="Ankle"))


@pytest.fixture
def index(tmp_path: Path) -> WhooshIndex:
    """An index with two cases that nobody asks for."""
    made = WhooshIndex(tmp_path / "index", patience=0.2)
    made.rebuild(holding(*NOISE))
    return made


def found(index: WhooshIndex, text: str, **how: bool) -> list[int]:
    return [hit.case_id for hit in index.search(text, {}, limit=50, **how)]


def holds_bytes(folder: Path, word: str) -> bool:
    return any(word.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_title_counts_more_than_a_tag_and_a_tag_more_than_the_text(index: WhooshIndex) -> None:
    filler = "and much else that was seen that day"
    index.refresh(
        [1, 2, 3],
        holding(
            document(1, f"burrows {filler}"),
            document(2, filler, title="Burrows"),
            document(3, filler, tags="burrows"),
        ),
    )
    assert found(index, "burrow") == [2, 3, 1]


def test_every_word_must_occur_somewhere_unless_asked_loosely(index: WhooshIndex) -> None:
    index.refresh([1], holding(document(1, "itch at night", title="Itch")))
    assert found(index, "itching nights") == [1]
    assert found(index, "itch fever") == []
    assert found(index, "itch fever", loosely=True) == [1]


def test_beginnings_and_typing_errors_are_forgiven_when_asked_loosely(index: WhooshIndex) -> None:
    index.refresh([1], holding(document(1, "dermatitis with painful pneumonia")))
    for typed in ("dermati", "paniful", "pnuemonia"):
        assert found(index, typed) == []
        assert found(index, typed, loosely=True) == [1]


def test_a_phrase_is_found_in_its_order_only(index: WhooshIndex) -> None:
    index.refresh([1, 2], holding(document(1, "no fever since the rash"), document(2, "rash, no fever")))
    assert found(index, '"the rash"') == [1]


def test_the_diagnosis_is_looked_at_only_when_asked_for(index: WhooshIndex) -> None:
    index.refresh([1], holding(document(1, "itch", diagnosis="Scabies")))
    for how in ({}, {"loosely": True}):
        assert found(index, "scabies", **how) == []
        assert found(index, "scabie", **how) == []
    assert found(index, "scabies", by_diagnosis=True) == [1]
    assert found(index, "scabeis", by_diagnosis=True, loosely=True) == [1]


def test_filters_narrow_down(index: WhooshIndex) -> None:
    index.refresh([1, 2], holding(document(1, "itch", specialty="dermatology"), document(2, "itch")))
    hits = index.search("itch", {"specialty": "dermatology", "resolved": "False"}, limit=5)
    assert [hit.case_id for hit in hits] == [1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60), loosely=st.booleans())
def test_nothing_that_is_typed_breaks_the_search(index: WhooshIndex, typed: str, *, loosely: bool) -> None:
    index.search(typed, {}, limit=5, loosely=loosely, by_diagnosis=True)


@pytest.mark.parametrize(
    "typed", ['"', '""', "a:b", "title:*", "*", "?", "((", "AND", "NOT x", "[a TO", "\\", "'", "^2", "~"]
)
def test_signs_of_query_languages_mean_nothing(index: WhooshIndex, typed: str) -> None:
    assert found(index, typed) == []


def test_refreshing_twice_or_for_an_unknown_case_changes_nothing(index: WhooshIndex) -> None:
    for _ in range(2):
        index.refresh([1], holding(document(1, "itch")))
    index.refresh([77], holding())
    assert found(index, "itch") == [1]


def test_i7_a_removed_case_leaves_no_byte_on_the_disk(index: WhooshIndex, tmp_path: Path) -> None:
    index.refresh([1], holding(document(1, "zyxomania", tags="qwertitis", diagnosis="plughosis")))
    marks = ("zyxomania", "qwert", "plugh")
    assert all(holds_bytes(tmp_path / "index", mark) for mark in marks)
    index.refresh([1], holding())
    assert not any(holds_bytes(tmp_path / "index", mark) for mark in marks)
    assert found(index, "cough") == [91]


def test_i7_in_a_large_index_too_a_removed_case_leaves_no_byte(
    index: WhooshIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.library.whoosh_index.SEGMENT", 3)
    index.rebuild(lambda: (document(case_id, f"zyxomania{case_id}qq itch") for case_id in range(1, 12)))
    assert len(list((tmp_path / "index").glob("g*/*.seg"))) == 4
    for case_id in (5, 4, 6, 11, 1):
        assert holds_bytes(tmp_path / "index", f"zyxomania{case_id}qq")
        index.refresh([case_id], holding())
        assert not holds_bytes(tmp_path / "index", f"zyxomania{case_id}qq")
    assert sorted(found(index, "itch")) == [2, 3, 7, 8, 9, 10]


def test_i7_a_word_that_was_edited_away_leaves_no_byte_either(index: WhooshIndex, tmp_path: Path) -> None:
    index.refresh([1], holding(document(1, "zyxomania")))
    index.refresh([1], holding(document(1, "itch")))
    assert not holds_bytes(tmp_path / "index", "zyxomania")


def test_what_a_killed_rebuild_left_is_gone_after_the_next_write(index: WhooshIndex, tmp_path: Path) -> None:
    orphan = Generations(tmp_path / "index", patience=1).begin()
    (orphan / "leftover").write_text("zyxomania", encoding="ascii")
    index.refresh([77], holding())
    assert not orphan.exists()


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(index: WhooshIndex, tmp_path: Path) -> None:
    def failing() -> Iterator[Document]:
        yield document(1, "zyxomania")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        index.rebuild(failing)
    assert found(index, "cough") == [91]
    assert len([path for path in (tmp_path / "index").iterdir() if path.is_dir()]) == 1
    index.refresh([1], holding(document(1, "itch")))
    assert found(index, "itch") == [1]


def test_the_old_index_answers_while_a_new_one_is_built(index: WhooshIndex) -> None:
    answers: list[list[int]] = []

    def slow() -> Iterator[Document]:
        for case_id in range(1, 20):
            answers.append(found(index, "cough"))
            yield document(case_id, "itch")

    assert index.rebuild(slow) == 19
    assert answers == [[91]] * 19
    assert (found(index, "cough"), len(found(index, "itch"))) == ([], 19)


def test_searching_goes_on_while_indexes_are_swapped(index: WhooshIndex) -> None:
    stop, failures = threading.Event(), list[BaseException]()

    def look() -> None:
        while not stop.is_set():
            try:
                assert found(index, "cough") == [91]
            except (AssertionError, IndexUnavailable) as failure:
                failures.append(failure)

    looking = threading.Thread(target=look)
    looking.start()
    for _ in range(10):
        index.rebuild(holding(*NOISE))
    stop.set()
    looking.join()
    assert failures == []


def test_two_writers_wait_for_each_other_and_the_later_one_gives_up(index: WhooshIndex, tmp_path: Path) -> None:
    with Generations(tmp_path / "index", patience=1).hold(), pytest.raises(IndexBusy):
        index.refresh([1], holding(document(1, "itch")))
    index.refresh([1], holding(document(1, "itch")))
    assert found(index, "itch") == [1]


def wipe(folder: Path) -> None:
    shutil.rmtree(folder)


def lose_the_pointer(folder: Path) -> None:
    (folder / "current").unlink()


def point_elsewhere(folder: Path) -> None:
    (folder / "current").write_text("../../etc", encoding="ascii")


def write_nonsense(folder: Path) -> None:
    for path in folder.glob("g*/*"):
        path.write_bytes(b"\x00nonsense" * 40)


def cut_short(folder: Path) -> None:
    for path in folder.glob("g*/*"):
        path.write_bytes(path.read_bytes()[:20])


def lose_segments(folder: Path) -> None:
    for path in folder.glob("g*/*.seg"):
        path.unlink()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the engine leaves broken files open
@pytest.mark.parametrize(
    "damage",
    [wipe, lose_the_pointer, point_elsewhere, write_nonsense, cut_short, lose_segments],
    ids=lambda d: d.__name__,
)
def test_i18_a_lost_or_damaged_index_says_so_and_can_be_rebuilt(
    index: WhooshIndex, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    assert index.is_healthy()
    damage(tmp_path / "index")
    assert not index.is_healthy()
    with pytest.raises(IndexUnavailable):
        found(index, "cough")
    with pytest.raises(IndexUnavailable):
        index.refresh([1], holding(document(1, "itch")))
    index.rebuild(holding(*NOISE))
    assert index.is_healthy()
    assert found(index, "cough") == [91]
