"""The decision, with everything that follows from it in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.rules import Delicate
from app.kernel.errors import Conflict, Refusal, WrongStep, mark
from app.kernel.outbox import Outbox
from app.moderation.events import ReviewDecided
from app.moderation.models import Review
from app.moderation.rules import ALLOWED, NEEDS_NO_REASON, NEEDS_REASON, Decision, Reason, ReviewKind, ReviewStatus
from app.moderation.services.effect import Effect
from app.moderation.services.effects import EFFECTS
from app.moderation.services.entry import note
from app.moderation.services.queueing import check_holder, lock, unclaim
from app.moderation.services.two_people import CHECKS, approve_first, needs_second
from app.policy.actor import Actor


@dataclass(frozen=True)
class Verdict:
    """What a moderator decided, about which version of what they saw.

    `content_hash` is of the case as shown to them; `expires_at` is for verifications. `delicate` is what they see in
    the case although nobody has said so.
    """

    decision: Decision
    version: int
    reasons: tuple[Reason, ...] = ()
    note: str = ""
    content_hash: str = ""
    expires_at: datetime | None = None
    delicate: tuple[Delicate, ...] = ()


def decide(session: Session, outbox: Outbox, actor: Actor, review: Review, verdict: Verdict, *, at: datetime) -> None:
    """Decide as the one who holds the review; where two people are needed, the first puts it back for the second.

    Raises Conflict when the review or the case isn't what the moderator saw, Refusal for a missing reason.
    """
    lock(session, review)
    _check(actor, review, verdict, at)
    effect = Effect(session, outbox, actor, review, verdict, at)
    if verdict.delicate:
        cases.note_delicate(session, actor, effect.case, verdict.delicate, at=at)
    if needs_second(effect):
        approve_first(effect)
        return
    EFFECTS[review.kind, verdict.decision](effect)
    _close(review, actor, verdict, at)
    note(session, review, actor.id, verdict.decision.value, at=at, reasons=verdict.reasons)
    outbox.add(ReviewDecided(review.id))


def _check(actor: Actor, review: Review, verdict: Verdict, at: datetime) -> None:
    check_holder(actor, review, at)
    if review.version != verdict.version:
        raise Conflict(mark("Somebody changed this meanwhile. Look at it again and decide anew."))
    if verdict.decision not in ALLOWED[review.kind]:
        raise WrongStep(mark("This can't be decided in that way."))
    must_explain = verdict.decision in NEEDS_REASON and review.kind not in NEEDS_NO_REASON
    if must_explain and not (verdict.reasons or verdict.note.strip()):
        raise Refusal(mark("Give a reason, so that the author knows what to do."))


def _close(review: Review, actor: Actor, verdict: Verdict, at: datetime) -> None:
    review.status, review.decision = ReviewStatus.DECIDED, verdict.decision
    review.decided_by, review.decided_at = actor.account_id, at
    review.reasons, review.note = [reason.value for reason in verdict.reasons], verdict.note.strip()
    if not _is_second(review, actor, verdict):
        review.first_by, review.first_hash = None, ""
    unclaim(review)


def _is_second(review: Review, actor: Actor, verdict: Verdict) -> bool:
    """Whether what the first moderator said stays part of this decision: a no of the second undoes their yes."""
    is_another = review.first_by != actor.id
    return is_another and (review.kind is ReviewKind.SECOND_LOOK or (review.kind, verdict.decision) in CHECKS)
