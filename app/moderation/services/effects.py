"""What follows from each decision: one small function for each row of the table of allowed decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.accounts.models import Account
from app.accounts.rules import Admission
from app.cases import services as cases
from app.cases.rules import SHOWN
from app.consent import queries as consents
from app.consent import services as consent_services
from app.consent.rules import Scope
from app.kernel.errors import NotFound, Refusal, mark
from app.media import queries as media_queries
from app.media import services as media
from app.moderation import queries
from app.moderation.events import ContentFlagged
from app.moderation.models import Flag
from app.moderation.rules import IDENTIFYING, VERIFICATION_LASTS, Decision, Reason, ReviewKind
from app.moderation.services.documents import erase_document
from app.moderation.services.effect import Effect
from app.moderation.services.effects_on_hidden import check_nothing_hides, give_back, show_again
from app.moderation.services.effects_on_people import clear, suspend
from app.moderation.services.effects_on_pictures import destroy_picture, dismiss_findings
from app.moderation.services.queueing import open_review
from app.moderation.services.second_looks import give_opinion
from app.threads import services as threads


def check_consent(effect: Effect) -> None:
    """Raise Refusal unless consent for the library is in force."""
    if not consents.in_force(effect.session, effect.case.id, Scope.LIBRARY, effect.at):
        raise Refusal(mark("There is no consent in force for this case, so it can't be published."))


def _publish(effect: Effect) -> None:
    check_consent(effect)
    check_nothing_hides(effect)
    case = effect.case
    cases.publish(
        effect.session,
        effect.outbox,
        effect.actor,
        case,
        content_hash=effect.verdict.content_hash,
        first_approved_by=effect.review.first_by,
        delicate=effect.delicate,
        at=effect.at,
    )


def _return(effect: Effect) -> None:
    threads.set_aside(effect.session, effect.outbox, effect.actor, effect.case, at=effect.at)
    cases.return_for_changes(effect.session, effect.outbox, effect.actor, effect.case, at=effect.at)


def _reject(effect: Effect) -> None:
    cases.reject(effect.session, effect.outbox, effect.actor, effect.case, at=effect.at)


def _approve_change(effect: Effect) -> None:
    check_consent(effect)
    check_nothing_hides(effect)
    cases.approve_change(
        effect.session,
        effect.outbox,
        effect.actor,
        effect.case,
        content_hash=effect.verdict.content_hash,
        first_approved_by=effect.review.first_by,
        delicate=effect.delicate,
        withholds=not IDENTIFYING.isdisjoint(effect.verdict.reasons),
        at=effect.at,
    )


def _return_change(effect: Effect) -> None:
    cases.return_change(effect.session, effect.actor, effect.case, at=effect.at)


def _reject_change(effect: Effect) -> None:
    check_nothing_hides(effect)
    cases.reject_change(effect.session, effect.outbox, effect.actor, effect.case, at=effect.at)


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
    erase_document(effect.session, verification.id)


def _admit(effect: Effect) -> None:
    _decide_admission(effect, Admission.ADMITTED)


def _turn_away(effect: Effect) -> None:
    _decide_admission(effect, Admission.REFUSED)


def _decide_admission(effect: Effect, admission: Admission) -> None:
    account = effect.session.get_one(Account, effect.review.subject_id)
    account_services.decide_admission(
        effect.session, effect.outbox, effect.actor, account, admission=admission, at=effect.at
    )


def _let_in(effect: Effect) -> None:
    refused = media_queries.refused_upload(effect.session, effect.review.subject_id)
    if refused is None:
        raise NotFound()
    media.let_in(effect.session, refused)


def _keep_out(effect: Effect) -> None:
    """It's refused already."""


def _leave_to_quizzes(effect: Effect) -> None:
    """They hear of the decision and do it; until then nobody is asked an item that was suspended."""


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
    (ReviewKind.CASE_CHANGE, Decision.APPROVE): _approve_change,
    (ReviewKind.CASE_CHANGE, Decision.REQUEST_CHANGES): _return_change,
    (ReviewKind.CASE_CHANGE, Decision.REJECT): _reject_change,
    (ReviewKind.FLAGGED_CASE, Decision.RESTORE): show_again,
    (ReviewKind.FLAGGED_CASE, Decision.REQUEST_CHANGES): give_back,
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
    (ReviewKind.FLAGGED_IMAGE, Decision.RESTORE): show_again,
    (ReviewKind.FLAGGED_IMAGE, Decision.REQUEST_CHANGES): give_back,
    (ReviewKind.FLAGGED_IMAGE, Decision.DESTROY): destroy_picture,
    (ReviewKind.FLAGGED_IMAGE, Decision.REMOVE): _take_down,
    (ReviewKind.FLAGGED_PERSON, Decision.RESTORE): clear,
    (ReviewKind.FLAGGED_PERSON, Decision.SUSPEND): suspend,
    (ReviewKind.DETECTOR_FINDING, Decision.RESTORE): dismiss_findings,
    (ReviewKind.DETECTOR_FINDING, Decision.REQUEST_CHANGES): give_back,
    (ReviewKind.DETECTOR_FINDING, Decision.REMOVE): _take_down,
    (ReviewKind.ITEM_ALARM, Decision.RESTORE): _leave_to_quizzes,
    (ReviewKind.ITEM_ALARM, Decision.REQUEST_CHANGES): _leave_to_quizzes,
    (ReviewKind.ITEM_ALARM, Decision.RETIRE): _leave_to_quizzes,
    (ReviewKind.JOINING, Decision.APPROVE): _admit,
    (ReviewKind.JOINING, Decision.REJECT): _turn_away,
}
"""One row for each of `rules.ALLOWED`; a test holds the two together."""
