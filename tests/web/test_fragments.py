"""Fragments: kept for many readers, never with one reader's token, and never past the gate."""

from __future__ import annotations

import re

import pytest
from cachetools import TTLCache
from flask import Flask
from flask_wtf.csrf import generate_csrf

from app.ops.house import House
from app.web import rich_text
from app.web.fragments import KEY, SECONDS, TOKEN, kept
from tests.cases.making import published_case
from tests.consent.making import published_case as consented_case
from tests.counting import statements
from tests.people import People


def test_a_fragment_is_made_once_and_asked_for_by_its_key(app: Flask) -> None:
    made: list[str] = []

    def make() -> str:
        made.append("once more")
        return "<p>text</p>"

    with app.test_request_context():
        assert kept(("a", 1), make) == kept(("a", 1), make) == "<p>text</p>"
        kept(("a", 2), make)
    assert len(made) == 2


def test_each_reader_gets_a_token_of_their_own(app: Flask) -> None:
    def make() -> str:
        return f'<input value="{generate_csrf()}">'

    with app.test_request_context():
        first, own = kept(("form",), make), generate_csrf()
    with app.test_request_context():
        second, other = kept(("form",), make), generate_csrf()
    assert own in first
    assert other in second
    assert own not in second
    assert TOKEN in next(iter(app.extensions[KEY].values()))


def test_no_fragment_is_kept_longer_than_a_minute(app: Flask) -> None:
    assert app.extensions[KEY].ttl == SECONDS <= 60


def test_i7_what_is_over_leaves_the_memory_with_whatever_is_asked_for_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    fragments = Watched(moment)
    texts = Watched(moment)
    app.extensions[KEY] = fragments
    monkeypatch.setattr(rich_text, "KEPT", texts)
    with app.test_request_context():
        kept(("case",), lambda: "<p>itch</p>")
    texts["itch"] = "<p>itch</p>"
    for second, gone in ((SECONDS - 1, []), (SECONDS, ["<p>itch</p>"])):
        moment[0] = second
        app.test_client().get("/pages/about")
        assert fragments.dropped == texts.dropped == gone


class Watched(TTLCache[object, str]):
    """A store that tells what it has dropped, on a clock that is moved by hand."""

    def __init__(self, moment: list[float]) -> None:
        super().__init__(maxsize=8, ttl=SECONDS, timer=lambda: moment[0])
        self.dropped: list[str] = []

    def expire(self, time: float | None = None) -> list[tuple[object, str]]:
        over = super().expire(time)
        self.dropped += [html for _key, html in over if "itch" in html]
        return over


def test_a_second_reader_of_a_case_costs_fewer_statements(house: House, people: People) -> None:
    case = published_case(house, people)
    counts = []
    for name in ("max", "mona"):
        client = people.client(name)
        with statements(house.database.engine) as seen:
            assert client.get(f"/cases/{case.id}").status_code == 200
        counts.append(len(seen))
    assert counts[1] < counts[0]


@pytest.mark.parametrize("reader", ["sam", "nobody"])
def test_i7_a_kept_fragment_is_out_of_reach_once_the_case_has_ended(
    house: House, people: People, app: Flask, reader: str
) -> None:
    made = consented_case(house, people)
    client = people.client(reader)
    assert made.case.title in client.get(f"/cases/{made.case.id}").text
    page = app.test_client().get("/withdraw").text
    assert re.search("code", page)
    app.test_client().post("/withdraw/now", data={"code": made.code})
    answer = client.get(f"/cases/{made.case.id}")
    assert answer.status_code == 410
    assert made.case.title not in answer.text
