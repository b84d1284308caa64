"""What learning adds to other rooms' pages."""

from __future__ import annotations

from flask import render_template

from app.cases.models import Case
from app.learning import queries
from app.policy.rules import Permission, may
from app.web.identity import actor
from app.web.unit import session


def waiting(_subject: object) -> str:
    """On the start page, for those who study: how much waits for them."""
    if not may(actor(), Permission.STUDY):
        return ""
    return render_template("learning/waiting.html", counts=queries.counts(session(), actor()))


def take_quiz(case: Case) -> str:
    """Below a case, for those who study: its question, when there is one for them."""
    if not may(actor(), Permission.STUDY):
        return ""
    item_id = queries.live_item_of(session(), actor(), case.id)
    return render_template("learning/take_quiz.html", item_id=item_id) if item_id else ""
