"""Logs: one line for each event on standard error, in UTC, with codes and ids and never what people typed.

Of an exception its type and its places in the code are told, not its message and no value: either may quote a patient.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor

SHARED: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def set_up(stream: TextIO = sys.stderr) -> None:
    """Send everything that is logged to the stream: JSON, or lines for people where it's a terminal."""
    render: Processor = structlog.processors.JSONRenderer()
    if stream.isatty():
        render = structlog.dev.ConsoleRenderer()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*SHARED, places],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)


def places(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Put an exception's type and the places it came through in the stead of the exception."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["places"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event
