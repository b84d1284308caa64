"""Notes in lines of JSON, spans in lines of JSON, whatever a line is."""

from __future__ import annotations

import json

from app.deid.batch import label_lines


def test_a_note_comes_back_as_its_spans() -> None:
    line = json.dumps({"id": "n1", "text": "Seen by Dr Okafor on 12 March 2021.", "lang": "en"})
    assert [json.loads(each) for each in label_lines([line])] == [
        {"id": "n1", "spans": [[11, 17, "NAME"], [21, 34, "DATE"]]}
    ]


def test_offsets_are_characters_and_not_bytes() -> None:
    [answer] = label_lines([json.dumps({"id": 1, "text": "😀 é Mrs Zubuze"}, ensure_ascii=False)])
    assert json.loads(answer) == {"id": 1, "spans": [[8, 14, "NAME"]]}


def test_a_broken_line_is_named_and_stops_nothing() -> None:
    lines = ["{", "[1]", '{"id": 7}', '{"id": 8, "text": 5}', "", '{"id": 9, "text": "well"}', "[" * 100_000]
    answers = [json.loads(each) for each in label_lines(lines)]
    assert [answer["id"] for answer in answers] == [None, None, 7, 8, 9, None]
    assert [answer.get("error", "")[:7] for answer in answers] == [
        "line 1:",
        "line 2:",
        "line 3:",
        "line 4:",
        "",
        "line 7:",
    ]
    assert answers[4] == {"id": 9, "spans": []}


def test_a_language_that_is_no_word_is_ignored() -> None:
    [answer] = label_lines(['{"id": 1, "text": "Mrs Zubuze", "lang": 5}'])
    assert json.loads(answer)["spans"] == [[4, 10, "NAME"]]


def test_no_lines_give_no_lines() -> None:
    assert list(label_lines([])) == []
