"""What follows from decisions about one picture of a case."""

from __future__ import annotations

from app.cases import queries as cases_queries
from app.cases import services as cases
from app.kernel.errors import Refusal, mark
from app.media import services as media
from app.media.rules import Dismissal
from app.moderation.rules import Reason
from app.moderation.services.effect import Effect
from app.moderation.services.effects_on_hidden import give_back, show_again

MAY_STAY: dict[Reason, Dismissal] = {
    Reason.FALSE_ALARM: Dismissal.NOT_THAT,
    Reason.TELLS_NOTHING: Dismissal.TELLS_NOTHING,
}


def destroy_picture(effect: Effect) -> None:
    """Somebody can be recognised: the case goes back to its author, and the picture is no more."""
    placed = effect.picture
    give_back(effect)
    cases.destroy_picture(effect.session, effect.actor, placed.case, placed.picture, at=effect.at)


def dismiss_findings(effect: Effect) -> None:
    """What detectors found may stay in sight, for the reason given, and isn't asked about again.

    Where the author has taken the picture out meanwhile, there is nothing to say about it any more.
    """
    placed = cases_queries.placed_image(effect.session, effect.review.subject_id)
    if placed is not None:
        reason, image = why_it_may_stay(effect), placed.picture.image
        media.dismiss_open(effect.session, image, reason, actor_id=effect.actor.account_id, at=effect.at)
    show_again(effect)


def why_it_may_stay(effect: Effect) -> Dismissal:
    """The one reason given for that; raises Refusal for none, another, or two."""
    reasons = [MAY_STAY[reason] for reason in effect.verdict.reasons if reason in MAY_STAY]
    if len(reasons) != 1:
        raise Refusal(mark("Say why it may stay in sight: choose one of the two reasons for that."))
    return reasons[0]
