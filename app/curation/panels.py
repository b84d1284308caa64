"""What collections add to a case's page."""

from __future__ import annotations

from flask import render_template

from app.cases.models import Case
from app.curation import queries
from app.curation.forms import AddForm
from app.policy.rules import Permission, may
from app.web.identity import actor
from app.web.unit import session


def collect(case: Case) -> str:
    """Below a case of the library, for faculty: put it into one of their collections."""
    if not may(actor(), Permission.KEEP_COLLECTIONS) or not case.is_shown_at(actor().at):
        return ""
    account_id = actor().account_id
    return render_template(
        "curation/panel.html",
        case=case,
        form=AddForm(formdata=None).offer(queries.not_holding(session(), account_id, case.id)),
        holding=queries.holding(session(), account_id, case.id),
    )
