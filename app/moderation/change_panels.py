"""What moderation tells an author about a change of a published case."""

from __future__ import annotations

from flask import render_template

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.rules import ChangeStatus
from app.moderation import queries
from app.moderation.guidance import GUIDANCE
from app.moderation.labels import DECIDED_CHANGES, REASONS
from app.moderation.rules import ReviewKind
from app.web.identity import actor
from app.web.unit import session

TOLD = frozenset({ChangeStatus.RETURNED, ChangeStatus.APPROVED, ChangeStatus.REJECTED})


def change_message(case: Case) -> str:
    """What was said about the change that was decided last, until there is another."""
    if case.author_id != actor().id:
        return ""
    change = cases.latest_change(session(), case.id)
    if change is None or change.status not in TOLD:
        return ""
    review = queries.of_subject(session(), ReviewKind.CASE_CHANGE, case.id)
    if review is None or review.decision is None or not (review.reasons or review.note):
        return ""
    said = {"decided": DECIDED_CHANGES, "reasons": REASONS, "guidance": GUIDANCE}
    return render_template("moderation/message.html", review=review, **said)
