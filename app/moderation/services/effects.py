"""What follows from each decision: one small function for each row of the table of allowed decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import SHOWN
from app.consent import queries as consents
from app.consent import services as consent_services
from app.consent.rules import Scope
from app.kernel.errors import NotFound, Refusal, mark
from app.kernel.outbox import Outbox
from app.media import queries as media_queries
from app.media import services as media
from app.moderation import queries
from app.moderation.delicate import delicate_of
from app.moderation.events import ContentFlagged
from app.moderation.models import Flag, Review, SecondLook
from app.moderation.rules import VERIFICATION_LASTS, Decision, Reason, ReviewKind
from app.moderation.services.queueing import open_review
from app.moderation.services.second_looks import give_opinion
from app.policy.actor import Actor
from app.threads import queries as thread_queries
from app.threads import services as threads
from app.threads.models import Comment


class Judged(Protocol):
    """What effects need of a verdict."""

    @property
    def decision(self) -> Decision: ...

    @property
    def reasons(self) -> tuple[Reason, ...]: ...

    @property
    def content_hash(self) -> str: ...

    @property
    def note(self) -> str: ...

    @property
    def expires_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Effect:
    """One decision on its way into effect."""

    session: Session
    outbox: Outbox
    actor: Actor
    review: Review
    verdict: Judged
    at: datetime

    @property
    def case(self) -> Case:
        """The case it is about; raises NotFound."""
        found = queries.case_of(self.session, self.review)
        if found is None:
            raise NotFound()
        return found

    @property
    def second_look(self) -> SecondLook:
        """The drawn decision it is about; raises NotFound."""
        found = self.session.get(SecondLook, self.review.subject_id)
        if found is None:
            raise NotFound()
        return found

    @property
    def comment(self) -> Comment:
        """The comment it is about; raises NotFound."""
        found = thread_queries.comment_by_id(self.session, self.review.subject_id)
        if found is None:
            raise NotFound()
        return found


def check_consent(effect: Effect) -> None:
    """Raise Refusal unless consent for the library is in force."""
    if not consents.in_force(effect.session, effect.case.id, Scope.LIBRARY, effect.at):
        raise Refusal(mark("There is no consent in force for this case, so it can't be published."))


def _publish(effect: Effect) -> None:
    check_consent(effect)
    case, review = effect.case, effect.review
    cases.publish(
        effect.session,
        effect.outbox,
        effect.actor,
        case,
        content_hash=effect.verdict.content_hash,
        first_approved_by=review.first_by,
        delicate=delicate_of(effect.session, case),
        at=effect.at,
    )


def _return(effect: Effect) -> None:
    threads.set_aside(effect.session, effect.outbox, effect.actor, effect.case, at=effect.at)
    cases.return_for_changes(effect.session, effect.outbox, effect.actor, effect.case, at=effect.at)


def _reject(effect: Effect) -> None:
    cases.reject(effect.session, effect.outbox, effect.actor, effect.case, at=effect.at)


def _show_again(effect: Effect) -> None:
    case, review = effect.case, effect.review
    cases.show_again(
        effect.session,
        effect.outbox,
        effect.actor,
        case,
        first_approved_by=review.first_by,
        delicate=delicate_of(effect.session, case),
        at=effect.at,
    )


def _take_down(effect: Effect) -> None:
    consent_services.withdraw(effect.session, effect.outbox, effect.actor, effect.case, at=effect.at)


def _restore_comment(effect: Effect) -> None:
    threads.restore_comment(effect.session, effect.actor, effect.comment, at=effect.at)


def _remove_comment(effect: Effect) -> None:
    threads.remove_comment(effect.session, effect.actor, effect.comment, at=effect.at)


def _verify(effect: Effect) -> None:
    expires_at = effect.verdict.expires_at or effect.at + VERIFICATION_LASTS
    if expires_at <= effect.at:
        raise Refusal(mark("Choose a day to come until which the person counts as verified."))
    _decide_verification(effect, expires_at)


def _refuse_verification(effect: Effect) -> None:
    _decide_verification(effect, None)


def _decide_verification(effect: Effect, expires_at: datetime | None) -> None:
    verification = accounts.verification_by_id(effect.session, effect.review.subject_id)
    if verification is None:
        raise NotFound()
    account_services.decide_verification(
        effect.session,
        effect.outbox,
        effect.actor,
        verification,
        expires_at=expires_at,
        reason=effect.verdict.note.strip(),
        at=effect.at,
    )


def _let_in(effect: Effect) -> None:
    refused = media_queries.refused_upload(effect.session, effect.review.subject_id)
    if refused is None:
        raise NotFound()
    media.let_in(effect.session, refused)


def _keep_out(effect: Effect) -> None:
    """It's refused already."""


def _give_opinion(effect: Effect) -> None:
    """The case stays as it is; only the figures learn of it."""
    opinion, seen = effect.verdict.decision, effect.verdict.content_hash
    give_opinion(effect.actor, effect.second_look, opinion, content_hash=seen, at=effect.at)


def _hide(effect: Effect) -> None:
    """Harm can't wait: the case is hidden as if by a flag, whose review decides what becomes of it."""
    _give_opinion(effect)
    case = effect.case
    if case.status not in SHOWN:
        return
    said = effect.verdict
    cases.hide(effect.session, effect.outbox, effect.actor, case, at=effect.at)
    about = (ReviewKind.FLAGGED_CASE, case.id, case.author_id)
    opened = open_review(effect.session, *about, by=effect.actor.id, at=effect.at)
    objection = queries.flag_by(effect.session, opened.id, effect.actor.account_id)
    objection = objection or Flag(review_id=opened.id, account_id=effect.actor.account_id)
    objection.reason, objection.note, objection.at = (
        next(iter(said.reasons), Reason.OTHER),
        said.note.strip(),
        effect.at,
    )
    effect.session.add(objection)
    effect.outbox.add(ContentFlagged(opened.id))


EFFECTS: dict[tuple[ReviewKind, Decision], Callable[[Effect], None]] = {
    (ReviewKind.CASE, Decision.APPROVE): _publish,
    (ReviewKind.CASE, Decision.REQUEST_CHANGES): _return,
    (ReviewKind.CASE, Decision.REJECT): _reject,
    (ReviewKind.FLAGGED_CASE, Decision.RESTORE): _show_again,
    (ReviewKind.FLAGGED_CASE, Decision.REQUEST_CHANGES): _return,
    (ReviewKind.FLAGGED_CASE, Decision.REMOVE): _take_down,
    (ReviewKind.FLAGGED_COMMENT, Decision.RESTORE): _restore_comment,
    (ReviewKind.FLAGGED_COMMENT, Decision.REMOVE): _remove_comment,
    (ReviewKind.VERIFICATION, Decision.APPROVE): _verify,
    (ReviewKind.VERIFICATION, Decision.REJECT): _refuse_verification,
    (ReviewKind.BARRED_UPLOAD, Decision.APPROVE): _let_in,
    (ReviewKind.BARRED_UPLOAD, Decision.REJECT): _keep_out,
    (ReviewKind.SECOND_LOOK, Decision.APPROVE): _give_opinion,
    (ReviewKind.SECOND_LOOK, Decision.REQUEST_CHANGES): _give_opinion,
    (ReviewKind.SECOND_LOOK, Decision.REJECT): _give_opinion,
    (ReviewKind.SECOND_LOOK, Decision.HIDE): _hide,
}
"""One row for each of `rules.ALLOWED`; a test holds the two together."""
