"""What consent puts into slots of other pages."""

from __future__ import annotations

from flask import render_template

from app.cases.models import Case
from app.policy.rules import Permission, may
from app.web.identity import actor


def withdrawal(case: Case) -> str:
    """On the case page: the way out, for the author and for moderators."""
    if not may(actor(), Permission.WITHDRAW_CASE, case):
        return ""
    return render_template("consent/withdrawal.html", case=case, is_author=actor().id == case.author_id)
