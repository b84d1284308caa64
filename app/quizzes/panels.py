"""What quizzes add to other rooms' pages."""

from __future__ import annotations

from flask import render_template

from app.cases.models import Case
from app.moderation.models import Review
from app.moderation.rules import ReviewKind
from app.policy.rules import Permission, may
from app.quizzes import queries
from app.quizzes.labels import MEANINGS, STATUSES
from app.web.identity import actor
from app.web.unit import session


def items_of_case(case: Case) -> str:
    """Below a case, for those who may edit them: its quiz items and where they stand."""
    if not may(actor(), Permission.EDIT_ITEM, case):
        return ""
    items = queries.of_case(session(), case.id)
    return render_template("quizzes/panel.html", items=items, statuses=STATUSES, meanings=MEANINGS) if items else ""


def alarmed_item(review: Review) -> str:
    """For moderators: the item that is doubted, with its key, and how it was answered first."""
    if review.kind is not ReviewKind.ITEM_ALARM:
        return ""
    item = queries.by_id(session(), review.subject_id)
    answers = queries.first_answers(session(), review.subject_id).get(review.subject_id, [])
    counts = {each.position: each.count for each in answers}
    right = sum(each.count for each in answers if each.is_key)
    return render_template("quizzes/alarmed.html", item=item, counts=counts, total=sum(counts.values()), right=right)
