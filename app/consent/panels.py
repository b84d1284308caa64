"""What consent puts into slots of other pages."""

from __future__ import annotations

from flask import render_template

from app.cases.models import Case
from app.consent import queries
from app.consent.rules import SIGNED
from app.policy.rules import Permission, may
from app.web.identity import actor
from app.web.unit import session


def withdrawal(case: Case) -> str:
    """On the case page: the way out, for the author and for moderators."""
    if not may(actor(), Permission.WITHDRAW_CASE, case):
        return ""
    return render_template("consent/withdrawal.html", case=case, is_author=actor().id == case.author_id)


def signature(case: Case) -> str:
    """On the case page, for moderators: the way to who signed, where that is sealed here."""
    if not may(actor(), Permission.OPEN_CONSENT, case):
        return ""
    consent = queries.live_consent(session(), case.id)
    if consent is None or consent.method not in SIGNED:
        return ""
    return render_template("consent/signature.html", consent=consent)
