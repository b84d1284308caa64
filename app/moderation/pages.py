"""The queue and one review as pages: a review's subject differs by kind, the decision beside it doesn't."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask import render_template, url_for
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.labels import EVIDENCE, OCCUPATIONS, SPECIALTIES
from app.cases import queries as cases
from app.cases.labels import DELICATE, STAGES
from app.cases.rules import Delicate
from app.consent import queries as consents
from app.consent.labels import GIVERS, METHODS, SCOPES
from app.consent.rules import Scope
from app.kernel.settings import Settings
from app.media import queries as media
from app.moderation import queries
from app.moderation.delicate import delicate_of
from app.moderation.forms import VerdictForm
from app.moderation.guidelines import beside
from app.moderation.labels import ACTIONS, FIELDS, FIRST_OF_TWO, HINTS, KINDS, LOOK_FOR, REASONS
from app.moderation.models import Review, ReviewEntry
from app.moderation.queries import ABOUT_CASES, PAGE_SIZE, Chosen
from app.moderation.rules import (
    FIRST_APPROVED,
    NEEDS_NO_REASON,
    NEEDS_REASON,
    SHOWS_PICTURES,
    Decision,
    ReviewKind,
    ReviewStatus,
)
from app.threads import queries as threads
from app.web.identifiers import WORDS
from app.web.identity import actor
from app.web.paging import neighbours
from app.web.provided import provided


def queue_page(session: Session, chosen: Chosen, number: int) -> str:
    """Render one page of the queue, or of a part of it."""
    waiting = queries.queue(session, actor(), chosen, page=number)
    return render_template(
        "moderation/queue.html",
        waiting=waiting[:PAGE_SIZE],
        counts=queries.counts(session, actor()),
        kinds=KINDS,
        chosen=chosen,
        held=queries.count_held(session, actor()),
        next_id=queries.first_id(session, actor(), chosen),
        pages=neighbours(number, partial(_page_url, chosen), has_next=len(waiting) > PAGE_SIZE),
    )


def _page_url(chosen: Chosen, number: int) -> str:
    kind, yours = chosen.kind.value if chosen.kind else None, 1 if chosen.is_yours else None
    return url_for("moderation.queue", kind=kind, yours=yours, page=number if number > 1 else None)


def review_page(session: Session, review: Review, form: VerdictForm) -> str:
    """Render the review for the moderator who is signed in."""
    is_held = review.is_held_at(actor().at)
    entries = queries.entries(session, review.id)
    first_at = _first_approved(review, entries, shown_hash(session, review))
    kinds = delicate(session, review)
    if first_at and review.first_by == actor().id:
        form.leave_out(Decision.APPROVE, Decision.RESTORE)
    return render_template(
        f"moderation/{TEMPLATES[review.kind]}.html",
        review=review,
        form=form,
        is_open=review.status is ReviewStatus.OPEN,
        is_void=review.status is ReviewStatus.VOID,
        is_mine=is_held and review.claimed_by == actor().id,
        is_taken=is_held and review.claimed_by != actor().id,
        entries=entries,
        first_at=first_at,
        delicate=[DELICATE[kind] for kind in Delicate if kind in kinds],
        needs_reason=[decision.value for decision in NEEDS_REASON if review.kind not in NEEDS_NO_REASON],
        flags=queries.flags(session, review.id),
        kinds=KINDS,
        actions=ACTIONS,
        reasons=REASONS,
        hints=_hints(review, is_first=first_at is None and bool(kinds)),
        look_for=LOOK_FOR,
        guidelines=beside(provided(Settings).content, review.kind),
        next_id=queries.next_id(session, actor(), review),
        previous_id=queries.previous_id(session, actor(), review),
        **SUBJECTS[review.kind](session, review),
    )


def _hints(review: Review, *, is_first: bool) -> dict[str, object]:
    """What follows from each decision, by its value; the yes of the first of two lets nobody read anything yet."""
    hints = {decision: hint for (kind, decision), hint in HINTS.items() if kind is review.kind}
    if is_first:
        hints |= {decision: FIRST_OF_TWO for kind, decision in SHOWS_PICTURES if kind is review.kind}
    return {decision.value: hint for decision, hint in hints.items()}


def _first_approved(review: Review, entries: Sequence[ReviewEntry], content_hash: str) -> datetime | None:
    """When the first of two moderators approved what is shown now."""
    if review.first_by is None or review.first_hash != content_hash:
        return None
    return next((entry.at for entry in reversed(entries) if entry.action == FIRST_APPROVED), None)


def shown_hash(session: Session, review: Review) -> str:
    """What the case on the review's page says, as a hash; empty where it's not about a case."""
    case = queries.case_of(session, review)
    return case.content_hash if case else ""


def has_unscanned(session: Session, review: Review) -> bool:
    """Whether the review is about a case with a picture that no detector has looked at."""
    case = queries.case_of(session, review)
    return case is not None and bool(cases.unscanned(case))


def delicate(session: Session, review: Review) -> frozenset[Delicate]:
    """What is known to be delicate about the case that is decided about."""
    case = queries.case_of(session, review) if review.kind in ABOUT_CASES else None
    return delicate_of(session, case) if case else frozenset()


def _case(session: Session, review: Review) -> dict[str, object]:
    """A case with all that stands behind it."""
    return {
        **_content(session, review),
        "consent": consents.live_consent(session, review.subject_id),
        "in_force": consents.in_force(session, review.subject_id, Scope.LIBRARY, actor().at),
        "givers": GIVERS,
        "scopes": SCOPES,
        "methods": METHODS,
        "changes": queries.changes(session, review.subject_id),
        "fields": FIELDS,
    }


def _content(session: Session, review: Review) -> dict[str, object]:
    """What a case says and shows, and nothing of where it stands."""
    case = queries.case_of(session, review)
    return {
        "case": case,
        "pictures": cases.shown_pictures(case) if case else [],
        "stages": STAGES,
        "identifier_words": WORDS,
    }


def _comment(session: Session, review: Review) -> dict[str, object]:
    return {"comment": threads.comment_by_id(session, review.subject_id)}


def _verification(session: Session, review: Review) -> dict[str, object]:
    return {
        "verification": accounts.verification_by_id(session, review.subject_id),
        "occupation_labels": OCCUPATIONS,
        "specialties": SPECIALTIES,
        "evidence_labels": EVIDENCE,
    }


def _barred_upload(session: Session, review: Review) -> dict[str, object]:
    return {"refused": media.refused_upload(session, review.subject_id)}


SUBJECTS = {
    ReviewKind.CASE: _case,
    ReviewKind.FLAGGED_CASE: _case,
    ReviewKind.FLAGGED_COMMENT: _comment,
    ReviewKind.VERIFICATION: _verification,
    ReviewKind.BARRED_UPLOAD: _barred_upload,
    ReviewKind.SECOND_LOOK: _content,
}
TEMPLATES = {
    ReviewKind.CASE: "review_case",
    ReviewKind.FLAGGED_CASE: "review_case",
    ReviewKind.FLAGGED_COMMENT: "review_comment",
    ReviewKind.VERIFICATION: "review_verification",
    ReviewKind.BARRED_UPLOAD: "review_barred_upload",
    ReviewKind.SECOND_LOOK: "review_second_look",
}
