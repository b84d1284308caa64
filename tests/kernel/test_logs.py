"""Logs: a line of JSON for each event, with nothing that people typed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from app.kernel import logs

TYPED = "Mrs Okafor of Leicester"


@pytest.fixture
def stream() -> Iterator[StringIO]:
    """Where the log goes during a test; afterwards everything is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = StringIO()
    logs.set_up(stream)
    yield stream
    root.handlers, root.level = handlers, level


def test_an_event_is_one_line_with_its_time_in_utc(stream: StringIO) -> None:
    logging.getLogger("casebook.test").warning("not_allowed", extra={"status": 403})

    [line] = stream.getvalue().splitlines()
    said = json.loads(line)
    assert (said["event"], said["status"], said["level"]) == ("not_allowed", 403, "warning")
    assert said["timestamp"].endswith("Z")


def test_of_an_exception_neither_message_nor_values_are_told(stream: StringIO) -> None:
    try:
        int(TYPED)
    except ValueError:
        logging.getLogger("casebook.test").exception("broken")

    said = json.loads(stream.getvalue())
    assert said["error"] == "ValueError"
    assert "test_logs.py" in said["places"][0]
    assert "Okafor" not in stream.getvalue()


def test_a_line_break_in_an_event_begins_no_new_line(stream: StringIO) -> None:
    logging.getLogger("casebook.test").warning('one\n{"event": "forged"}')

    assert len(stream.getvalue().splitlines()) == 1
