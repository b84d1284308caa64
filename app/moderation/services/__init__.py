"""Use cases of moderation: open, claim, release, decide, flag, forget."""

from __future__ import annotations

from app.moderation.services.deciding import Verdict, decide
from app.moderation.services.documents import document_about, erase_old_documents, keep_document, read_document
from app.moderation.services.flagging import flag
from app.moderation.services.forgetting import forget_case, forget_request
from app.moderation.services.queueing import claim, open_review, release

__all__ = [
    "Verdict",
    "claim",
    "decide",
    "document_about",
    "erase_old_documents",
    "flag",
    "forget_case",
    "forget_request",
    "keep_document",
    "open_review",
    "read_document",
    "release",
]
