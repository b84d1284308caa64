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
from app.cases.models import Case
from app.cases.rules import Delicate
from app.consent import queries as consents
from app.consent.labels import GIVERS, METHODS, SCOPES
from app.consent.rules import Scope
from app.kernel.settings import Settings
from app.media import queries as media
from app.moderation import flag_subjects, queries
from app.moderation.case_changes import case_change, changed_case, since_last_time
from app.moderation.delicate import delicate_of
from app.moderation.evidence import evidence
from app.moderation.forms import VerdictForm
from app.moderation.guidelines import beside
from app.moderation.labels import ACTIONS, FIRST_OF_TWO, HINTS, KINDS, LOOK_FOR, REASONS
from app.moderation.models import Review, ReviewEntry
from app.moderation.queries import PAGE_SIZE, Chosen
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
    case = _judged(session, review)
    return case.content_hash if case else ""


def has_unscanned(session: Session, review: Review) -> bool:
    """Whether the review is about a case with a picture that no detector has looked at."""
    case = _judged(session, review)
    return case is not None and bool(cases.unscanned(case))


def delicate(session: Session, review: Review) -> frozenset[Delicate]:
    """What is known to be delicate about the case that is decided about."""
    if review.kind is ReviewKind.SECOND_LOOK:
        return frozenset()
    known = (queries.case_of(session, review), _judged(session, review))
    return frozenset().union(*(delicate_of(session, case) for case in known if case))


def _judged(session: Session, review: Review) -> Case | None:
    """The case that the review's page shows: as it is, or as it would be."""
    is_change = review.kind is ReviewKind.CASE_CHANGE
    return changed_case(session, review) if is_change else queries.case_of(session, review)


def _case(session: Session, review: Review) -> dict[str, object]:
    """A case with all that stands behind it."""
    case = queries.case_of(session, review)
    return {
        **_content(session, review),
        "consent": consents.live_consent(session, case.id) if case else None,
        "in_force": case is not None and consents.in_force(session, case.id, Scope.LIBRARY, actor().at),
        "givers": GIVERS,
        "scopes": SCOPES,
        "methods": METHODS,
        "changes": since_last_time(session, case) if case else None,
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
        **evidence(session, review),
    }


def _joining(_session: Session, review: Review) -> dict[str, object]:
    return {"account": review.author, "occupation_labels": OCCUPATIONS, "specialties": SPECIALTIES}


def _barred_upload(session: Session, review: Review) -> dict[str, object]:
    return {"refused": media.refused_upload(session, review.subject_id)}


def _picture(session: Session, review: Review) -> dict[str, object]:
    return {**_case(session, review), **flag_subjects.picture(session, review)}


SUBJECTS = {
    ReviewKind.CASE: _case,
    ReviewKind.CASE_CHANGE: case_change,
    ReviewKind.FLAGGED_CASE: _case,
    ReviewKind.FLAGGED_COMMENT: _comment,
    ReviewKind.VERIFICATION: _verification,
    ReviewKind.BARRED_UPLOAD: _barred_upload,
    ReviewKind.SECOND_LOOK: _content,
    ReviewKind.FLAGGED_IMAGE: _picture,
    ReviewKind.DETECTOR_FINDING: _picture,
    ReviewKind.FLAGGED_PERSON: flag_subjects.person,
    ReviewKind.ITEM_ALARM: flag_subjects.item,
    ReviewKind.JOINING: _joining,
}
TEMPLATES = {
    ReviewKind.CASE: "review_case",
    ReviewKind.CASE_CHANGE: "review_case_change",
    ReviewKind.FLAGGED_CASE: "review_case",
    ReviewKind.FLAGGED_COMMENT: "review_comment",
    ReviewKind.VERIFICATION: "review_verification",
    ReviewKind.BARRED_UPLOAD: "review_barred_upload",
    ReviewKind.SECOND_LOOK: "review_second_look",
    ReviewKind.FLAGGED_IMAGE: "review_picture",
    ReviewKind.DETECTOR_FINDING: "review_picture",
    ReviewKind.FLAGGED_PERSON: "review_person",
    ReviewKind.ITEM_ALARM: "review_item",
    ReviewKind.JOINING: "review_joining",
}
