"""Use cases of pictures: receive, redact, answer what was found, confirm, look again, reopen, erase, bar."""

from __future__ import annotations

from app.media.services.barring import bar, let_in, refuse_if_barred
from app.media.services.ending import erase
from app.media.services.looking_again import (
    begin_looking_again,
    dismiss_open,
    note_look_again,
    note_look_failure,
)
from app.media.services.receiving import read_original, receive
from app.media.services.redacting import Unanswered, answer_findings, confirm, redact, touch
from app.media.services.reopening import reopen
from app.media.services.scanning import note_failure, note_scan

__all__ = [
    "Unanswered",
    "answer_findings",
    "bar",
    "begin_looking_again",
    "confirm",
    "dismiss_open",
    "erase",
    "let_in",
    "note_failure",
    "note_look_again",
    "note_look_failure",
    "note_scan",
    "read_original",
    "receive",
    "redact",
    "refuse_if_barred",
    "reopen",
    "touch",
]
