"""What cases put into slots of other pages."""

from __future__ import annotations

from flask import render_template

from app.cases import queries
from app.cases.addresses import next_url
from app.policy.rules import Permission, may
from app.web.identity import actor
from app.web.unit import session

MOST = 3


def own_drafts(_subject: object = None) -> str:
    """On the start page: the drafts their author was working on last."""
    if not may(actor(), Permission.CREATE_CASE):
        return ""
    cases = [case for case in queries.own_cases(session(), actor().account_id) if case.is_editable][:MOST]
    return render_template("cases/own_drafts.html", cases=cases, next_url=next_url) if cases else ""
