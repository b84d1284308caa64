"""What consent puts into slots of other pages."""

from __future__ import annotations

from flask import render_template

from app.cases.models import Case
from app.consent import queries
from app.consent.labels import SCOPES
from app.consent.rules import SIGNED, Scope
from app.policy.rules import Permission, may
from app.web.identity import actor
from app.web.unit import now, session


def standing(case: Case) -> str:
    """On the page of a case that is out of the library, for those who still read it: that consent has ended."""
    if case.published_at is None or case.is_consented_at(now()):
        return ""
    consent = queries.live_consent(session(), case.id)
    grants = consent.grants if consent else []
    day = next((grant.withdrawn_at for grant in grants if grant.scope is Scope.LIBRARY), None)
    uses = queries.uses_in_force(session(), case.id, now())
    left = ", ".join(str(label) for scope, label in SCOPES.items() if scope in uses)
    return render_template("consent/standing.html", day=day, left=left)


def taking(case: Case) -> str:
    """On the case page: the ways in which it may leave the library, and who has taken it."""
    uses = queries.uses_in_force(session(), case.id, now()) if case.is_shown_at(now()) else frozenset()
    return render_template(
        "consent/taking.html",
        case=case,
        handout=Scope.HANDOUT in uses and may(actor(), Permission.MAKE_HANDOUT, case),
        export=Scope.EXPORT in uses and may(actor(), Permission.EXPORT_CASE, case),
        exports=case.published_at is not None and may(actor(), Permission.SEE_EXPORTS, case),
    )


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
