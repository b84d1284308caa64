"""The queue and one review as pages: a review's subject differs by kind, the decision beside it doesn't."""

from __future__ import annotations

from functools import partial

from flask import render_template, url_for
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.labels import EVIDENCE, OCCUPATIONS, SPECIALTIES
from app.cases import queries as cases
from app.cases.labels import STAGES
from app.consent import queries as consents
from app.consent.labels import GIVERS, METHODS, SCOPES
from app.consent.rules import Scope
from app.media import queries as media
from app.moderation import queries
from app.moderation.evidence import evidence
from app.moderation.forms import VerdictForm
from app.moderation.labels import ACTIONS, FIELDS, HINTS, KINDS, LOOK_FOR, REASONS
from app.moderation.models import Review
from app.moderation.queries import ABOUT_CASES, PAGE_SIZE
from app.moderation.rules import ReviewKind, ReviewStatus
from app.threads import queries as threads
from app.web.identifiers import WORDS
from app.web.identity import actor
from app.web.paging import neighbours


def queue_page(session: Session, kind: ReviewKind | None, number: int) -> str:
    """Render one page of the queue, of one kind or of all."""
    waiting = queries.queue(session, actor(), kind, page=number)
    return render_template(
        "moderation/queue.html",
        waiting=waiting[:PAGE_SIZE],
        counts=queries.counts(session, actor()),
        kinds=KINDS,
        chosen=kind,
        pages=neighbours(number, partial(_page_url, kind), has_next=len(waiting) > PAGE_SIZE),
    )


def _page_url(kind: ReviewKind | None, number: int) -> str:
    return url_for("moderation.queue", kind=kind.value if kind else None, page=number if number > 1 else None)


def review_page(session: Session, review: Review, form: VerdictForm) -> str:
    """Render the review for the moderator who is signed in."""
    is_held = review.is_held_at(actor().at)
    return render_template(
        f"moderation/{TEMPLATES[review.kind]}.html",
        review=review,
        form=form,
        is_open=review.status is ReviewStatus.OPEN,
        is_void=review.status is ReviewStatus.VOID,
        is_mine=is_held and review.claimed_by == actor().id,
        is_taken=is_held and review.claimed_by != actor().id,
        entries=queries.entries(session, review.id),
        flags=queries.flags(session, review.id),
        kinds=KINDS,
        actions=ACTIONS,
        reasons=REASONS,
        hints={decision.value: hint for (kind, decision), hint in HINTS.items() if kind is review.kind},
        look_for=LOOK_FOR,
        **SUBJECTS[review.kind](session, review),
    )


def shown_hash(session: Session, review: Review) -> str:
    """What the case on the review's page says, as a hash; empty where it's not about a case."""
    case = cases.by_id(session, review.subject_id) if review.kind in ABOUT_CASES else None
    return case.content_hash if case else ""


def has_unscanned(session: Session, review: Review) -> bool:
    """Whether the review is about a case with a picture that no detector has looked at."""
    case = cases.by_id(session, review.subject_id) if review.kind in ABOUT_CASES else None
    return case is not None and bool(cases.unscanned(case))


def _case(session: Session, review: Review) -> dict[str, object]:
    case = cases.by_id(session, review.subject_id)
    return {
        "case": case,
        "pictures": cases.shown_pictures(case) if case else [],
        "stages": STAGES,
        "consent": consents.live_consent(session, review.subject_id),
        "in_force": consents.in_force(session, review.subject_id, Scope.LIBRARY, actor().at),
        "givers": GIVERS,
        "scopes": SCOPES,
        "methods": METHODS,
        "changes": queries.changes(session, review.subject_id),
        "identifier_words": WORDS,
        "fields": FIELDS,
    }


def _comment(session: Session, review: Review) -> dict[str, object]:
    return {"comment": threads.comment_by_id(session, review.subject_id)}


def _verification(session: Session, review: Review) -> dict[str, object]:
    return {
        "verification": accounts.verification_by_id(session, review.subject_id),
        "occupation_labels": OCCUPATIONS,
        "specialties": SPECIALTIES,
        "evidence_labels": EVIDENCE,
        **evidence(session, review),
    }


def _joining(_session: Session, review: Review) -> dict[str, object]:
    return {"account": review.author, "occupation_labels": OCCUPATIONS, "specialties": SPECIALTIES}


def _barred_upload(session: Session, review: Review) -> dict[str, object]:
    return {"refused": media.refused_upload(session, review.subject_id)}


SUBJECTS = {
    ReviewKind.CASE: _case,
    ReviewKind.FLAGGED_CASE: _case,
    ReviewKind.FLAGGED_COMMENT: _comment,
    ReviewKind.VERIFICATION: _verification,
    ReviewKind.BARRED_UPLOAD: _barred_upload,
    ReviewKind.JOINING: _joining,
}
TEMPLATES = {
    ReviewKind.CASE: "review_case",
    ReviewKind.FLAGGED_CASE: "review_case",
    ReviewKind.FLAGGED_COMMENT: "review_comment",
    ReviewKind.VERIFICATION: "review_verification",
    ReviewKind.BARRED_UPLOAD: "review_barred_upload",
    ReviewKind.JOINING: "review_joining",
}
