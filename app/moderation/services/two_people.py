"""Faces, children, the deceased and intimate images: the first of two moderators approves, the second decides."""

from __future__ import annotations

from collections.abc import Callable

from app.cases import services as cases
from app.cases.rules import CaseStatus
from app.kernel.errors import Conflict, mark
from app.moderation.rules import FIRST_APPROVED, Decision, ReviewKind
from app.moderation.services.effect import Effect
from app.moderation.services.effects import check_consent
from app.moderation.services.effects_on_hidden import check_nothing_hides
from app.moderation.services.effects_on_pictures import why_it_may_stay
from app.moderation.services.entry import note
from app.moderation.services.queueing import unclaim


def needs_second(effect: Effect) -> bool:
    """Whether this approval is the first of two; raises Conflict for whoever gave the first already."""
    if (effect.review.kind, effect.verdict.decision) not in CHECKS or not effect.delicate:
        return False
    review = effect.review
    stands = review.first_by is not None and review.first_hash == effect.verdict.content_hash
    if stands and review.first_by == effect.actor.id:
        raise Conflict(mark("You have approved this. A second moderator decides now; you can still say no."))
    return not stands


def approve_first(effect: Effect) -> None:
    """Note the first approval, for exactly this content, and put the review back for somebody else."""
    review = effect.review
    CHECKS[review.kind, effect.verdict.decision](effect)
    review.first_by, review.first_hash = effect.actor.account_id, effect.verdict.content_hash
    unclaim(review)
    if effect.case.status is CaseStatus.IN_REVIEW:
        cases.release(effect.session, effect.actor, effect.case, at=effect.at)
    note(effect.session, review, effect.actor.id, FIRST_APPROVED, at=effect.at)


def _check_publishable(effect: Effect) -> None:
    check_consent(effect)
    check_nothing_hides(effect)
    cases.check_publishable(effect.actor, effect.case, content_hash=effect.verdict.content_hash, at=effect.at)


def _check_showable(effect: Effect) -> None:
    if effect.case.status is CaseStatus.HIDDEN:
        cases.check_showable(effect.session, effect.case, at=effect.at)
    cases.check_seen(effect.case, effect.verdict.content_hash)


def _check_dismissible(effect: Effect) -> None:
    why_it_may_stay(effect)
    _check_showable(effect)


def _check_change(effect: Effect) -> None:
    check_consent(effect)
    check_nothing_hides(effect)
    seen = effect.verdict.content_hash
    cases.check_approvable(effect.session, effect.actor, effect.case, seen, at=effect.at)


CHECKS: dict[tuple[ReviewKind, Decision], Callable[[Effect], None]] = {
    (ReviewKind.CASE, Decision.APPROVE): _check_publishable,
    (ReviewKind.CASE_CHANGE, Decision.APPROVE): _check_change,
    (ReviewKind.FLAGGED_CASE, Decision.RESTORE): _check_showable,
    (ReviewKind.FLAGGED_IMAGE, Decision.RESTORE): _check_showable,
    (ReviewKind.DETECTOR_FINDING, Decision.RESTORE): _check_dismissible,
}
"""The decisions after which everybody sees the case, each with what must hold at the first approval already."""
