"""What becomes of a case that something has hidden. Several things may have: it's shown again once none is open."""

from __future__ import annotations

from app.cases import services as cases
from app.cases.rules import SHOWN, CaseStatus
from app.kernel.errors import Refusal, mark
from app.moderation import queries
from app.moderation.services.effect import Effect
from app.threads import services as threads


def check_nothing_hides(effect: Effect) -> None:
    """Raise Refusal while a flag about the case, or a picture of it, waits for a decision."""
    if queries.is_hidden_by_another(effect.session, effect.case.id, effect.review.id):
        raise Refusal(mark("Something about this case is flagged and not decided yet. Decide about that first."))


def show_again(effect: Effect) -> None:
    """Show the case again, unless something else still hides it or it isn't hidden any more."""
    case = effect.case
    if case.status is CaseStatus.HIDDEN and not queries.is_hidden_by_another(effect.session, case.id, effect.review.id):
        cases.show_again(
            effect.session,
            effect.outbox,
            effect.actor,
            case,
            first_approved_by=effect.review.first_by,
            delicate=effect.delicate,
            at=effect.at,
        )


def give_back(effect: Effect) -> None:
    """Give the case to its author from wherever it stands; one that is back already stays there."""
    case = effect.case
    if case.is_editable:
        return
    if case.status in SHOWN:
        cases.hide(effect.session, effect.outbox, effect.actor, case, at=effect.at)
    if case.status is CaseStatus.SUBMITTED:
        cases.begin_review(effect.session, effect.actor, case, at=effect.at)
    threads.set_aside(effect.session, effect.outbox, effect.actor, case, at=effect.at)
    cases.return_for_changes(effect.session, effect.outbox, effect.actor, case, at=effect.at)
