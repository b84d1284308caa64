"""What moderation puts into slots of other pages."""

from __future__ import annotations

from flask import render_template, url_for
from markupsafe import escape

from app.accounts.models import Account
from app.cases import queries as cases
from app.cases.labels import DELICATE
from app.cases.models import Case
from app.cases.rules import CaseStatus, Delicate
from app.moderation import figures, queries
from app.moderation.delicate import delicate_of
from app.moderation.guidance import GUIDANCE
from app.moderation.labels import DECIDED, KINDS, REASONS
from app.moderation.rules import ReviewKind
from app.policy.rules import Permission, may
from app.threads.models import Comment
from app.web.fragments import kept
from app.web.identity import actor
from app.web.unit import now, session

WITH_MODERATORS = frozenset({CaseStatus.SUBMITTED, CaseStatus.IN_REVIEW})


def flag_case(case: Case) -> str:
    """On the case page: the way to say that something is wrong. Authors withdraw instead."""
    if not may(actor(), Permission.FLAG, case) or case.author_id == actor().id:
        return ""
    return render_template("moderation/flag_link.html", url=url_for("flags.case", case_id=case.id))


def flag_comment(comment: Comment) -> str:
    """Beside each comment; the case it belongs to is being shown already."""
    if not actor().is_verified or comment.author_id == actor().id:
        return ""
    return render_template("moderation/flag_link.html", url=url_for("flags.comment", comment_id=comment.id))


def message(case: Case) -> str:
    """To an author: that two look at the case, that it was flagged, or what moderators said about it at last."""
    if case.author_id != actor().id or case.status is CaseStatus.DRAFT:
        return ""
    if case.status in WITH_MODERATORS:
        return _with_moderators(case)
    if case.status is CaseStatus.HIDDEN:
        if _is_hidden_by_its_change(case):
            return ""
        hiding = queries.hiding(session(), case.id)
        return render_template("moderation/hidden.html", hiding={review.kind for review in hiding})
    review = queries.latest_word(session(), case.id)
    if review is None or not (review.reasons or review.note):
        return ""
    said = {"decided": DECIDED, "reasons": REASONS, "guidance": GUIDANCE}
    return render_template("moderation/message.html", review=review, **said)


def pace(_subject: object = None) -> str:
    """To whoever shares cases: how long others have waited for a decision."""
    if not may(actor(), Permission.CREATE_CASE):
        return ""
    return kept(("moderation.pace",), _pace)


def _pace() -> str:
    at = now()
    return render_template("moderation/pace.html", pace=figures.pace(session(), at=at), enough=figures.ENOUGH)


def _is_hidden_by_its_change(case: Case) -> bool:
    """No reader has flagged it: its author takes something out, and the case's own page says so."""
    change = cases.open_change(session(), case.id)
    return change is not None and change.hid_case


def refusal(account: Account) -> str:
    """On the account page of somebody who wasn't let in: what the moderator said."""
    review = queries.of_subject(session(), ReviewKind.JOINING, account.id)
    return str(escape(review.note)) if review is not None else ""


def _with_moderators(case: Case) -> str:
    kinds = delicate_of(session(), case)
    if not kinds:
        return ""
    review = queries.of_subject(session(), ReviewKind.CASE, case.id)
    shown = [DELICATE[kind] for kind in Delicate if kind in kinds]
    is_half_way = review is not None and review.first_by is not None and review.first_hash == case.content_hash
    return render_template("moderation/two_look.html", shown=shown, is_half_way=is_half_way)


def waiting(_subject: object = None) -> str:
    """On a moderator's start page: what waits."""
    if not may(actor(), Permission.REVIEW):
        return ""
    counts = queries.counts(session(), actor())
    return render_template("moderation/waiting.html", counts=counts, kinds=KINDS)
