"""Use cases of moderation: open, claim, release, decide, draw for a second look, flag, doubt, forget."""

from __future__ import annotations

from app.moderation.services.deciding import Verdict, decide
from app.moderation.services.documents import (
    document_about,
    erase_document,
    erase_old_documents,
    keep_document,
    read_document,
)
from app.moderation.services.flagging import doubt, flag, flag_person
from app.moderation.services.forgetting import drop, drop_stale_looks, forget_case, void
from app.moderation.services.objecting import TooManyFlags, Topic, object_to
from app.moderation.services.queueing import claim, open_review, release
from app.moderation.services.second_looks import draw

__all__ = [
    "TooManyFlags",
    "Topic",
    "Verdict",
    "claim",
    "decide",
    "document_about",
    "doubt",
    "draw",
    "drop",
    "drop_stale_looks",
    "erase_document",
    "erase_old_documents",
    "flag",
    "flag_person",
    "forget_case",
    "keep_document",
    "object_to",
    "open_review",
    "read_document",
    "release",
    "void",
]
