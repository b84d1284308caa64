"""One review as a page: its subject differs by kind, the decision beside it doesn't."""

from __future__ import annotations

from flask import render_template
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.labels import EVIDENCE, OCCUPATIONS, SPECIALTIES
from app.cases import queries as cases
from app.cases.labels import STAGES
from app.consent import queries as consents
from app.consent.labels import GIVERS, METHODS, SCOPES
from app.moderation import queries
from app.moderation.forms import VerdictForm
from app.moderation.labels import ACTIONS, FIELDS, KINDS, LOOK_FOR, REASONS
from app.moderation.models import Review
from app.moderation.rules import ReviewKind, ReviewStatus
from app.threads import queries as threads
from app.web.identity import actor


def review_page(session: Session, review: Review, form: VerdictForm) -> str:
    """Render the review for the moderator who is signed in."""
    held = review.claimed_until is not None and actor().at < review.claimed_until
    return render_template(
        f"moderation/{TEMPLATES[review.kind]}.html",
        review=review,
        form=form,
        is_open=review.status is ReviewStatus.OPEN,
        is_mine=held and review.claimed_by == actor().id,
        is_taken=held and review.claimed_by != actor().id,
        entries=queries.entries(session, review.id),
        flags=queries.flags(session, review.id),
        kinds=KINDS,
        actions=ACTIONS,
        reasons=REASONS,
        look_for=LOOK_FOR,
        **SUBJECTS[review.kind](session, review, form),
    )


def _case(session: Session, review: Review, form: VerdictForm) -> dict[str, object]:
    case = cases.by_id(session, review.subject_id)
    consent = consents.live_consent(session, review.subject_id)
    if case is not None and not form.is_submitted():
        form.content_hash.data = case.content_hash
    return {
        "case": case,
        "pictures": cases.shown_pictures(case) if case else [],
        "stages": STAGES,
        "consent": consent,
        "givers": GIVERS,
        "scopes": SCOPES,
        "methods": METHODS,
        "changes": queries.changes(session, review.subject_id),
        "fields": FIELDS,
    }


def _comment(session: Session, review: Review, _form: VerdictForm) -> dict[str, object]:
    return {"comment": threads.comment_by_id(session, review.subject_id)}


def _verification(session: Session, review: Review, _form: VerdictForm) -> dict[str, object]:
    return {
        "verification": accounts.verification_by_id(session, review.subject_id),
        "occupation_labels": OCCUPATIONS,
        "specialties": SPECIALTIES,
        "evidence_labels": EVIDENCE,
    }


SUBJECTS = {
    ReviewKind.CASE: _case,
    ReviewKind.FLAGGED_CASE: _case,
    ReviewKind.FLAGGED_COMMENT: _comment,
    ReviewKind.VERIFICATION: _verification,
}
TEMPLATES = {
    ReviewKind.CASE: "review_case",
    ReviewKind.FLAGGED_CASE: "review_case",
    ReviewKind.FLAGGED_COMMENT: "review_comment",
    ReviewKind.VERIFICATION: "review_verification",
}
