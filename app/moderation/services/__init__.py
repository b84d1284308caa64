"""Use cases of moderation: open, claim, release, decide, flag, forget."""

from __future__ import annotations

from app.moderation.services.deciding import Verdict, decide
from app.moderation.services.flagging import flag
from app.moderation.services.forgetting import forget_case, void
from app.moderation.services.queueing import claim, open_review, release

__all__ = ["Verdict", "claim", "decide", "flag", "forget_case", "open_review", "release", "void"]
