"""Use cases of moderation: open, claim, release, decide, draw for a second look, flag, forget."""

from __future__ import annotations

from app.moderation.services.deciding import Verdict, decide
from app.moderation.services.flagging import flag
from app.moderation.services.forgetting import drop_stale_looks, forget_case
from app.moderation.services.queueing import claim, open_review, release
from app.moderation.services.second_looks import draw

__all__ = ["Verdict", "claim", "decide", "draw", "drop_stale_looks", "flag", "forget_case", "open_review", "release"]
