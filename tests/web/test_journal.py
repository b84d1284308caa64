"""What the log says of refusals and failures."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue

from app.policy.rules import Permission
from app.web.gate import open_to
from tests.people import People

SECRET = "3f9a-a-one-time-token"


def events(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "casebook.security"]


def test_who_is_refused_what_is_logged_with_codes_and_ids(people: People, caplog: pytest.LogCaptureFixture) -> None:
    people.client("sam").get("/moderation")

    [record] = events(caplog)
    assert (record.getMessage(), record.__dict__["view"], record.__dict__["status"]) == (
        "not_allowed",
        "moderation.queue",
        403,
    )
    assert isinstance(record.__dict__["account"], int)


def test_neither_the_address_of_a_page_nor_what_was_typed_is_logged(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    people.client("sam").post(f"/confirm/{SECRET}", data={"note": "Mrs Okafor"})

    assert events(caplog) == []
    people.client("sam").get(f"/nowhere/{SECRET}?who=Okafor")
    [record] = events(caplog)
    assert record.getMessage() == "not_found"
    assert SECRET not in str(record.__dict__)
    assert "Okafor" not in str(record.__dict__)


def test_a_page_that_breaks_is_logged_by_its_view_and_says_nothing_to_the_reader(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/try/<token>", endpoint="breaking")
    @open_to(Permission.VISIT)
    def breaking(token: str) -> ResponseReturnValue:
        raise ValueError(f"Mrs Okafor {token}")

    answer = app.test_client().get(f"/try/{SECRET}")

    assert answer.status_code == 500
    assert b"Okafor" not in answer.data
    [record] = events(caplog)
    assert (record.getMessage(), record.__dict__["view"]) == ("broken", "breaking")
    assert SECRET not in f"{record.getMessage()} {record.__dict__['view']}"
