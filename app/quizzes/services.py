"""Use cases of items: draft, edit, accept, answer. What happens to them with their case is in `following`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.cases.models import Case
from app.consent import queries as consent
from app.consent.rules import Scope
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotFound, Refusal, WrongStep, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor
from app.quizzes import options, queries
from app.quizzes.checks import Finding
from app.quizzes.events import ItemAccepted, ItemDrafted
from app.quizzes.following import back_to_draft, retire, stem_from
from app.quizzes.models import Attempt, Item
from app.quizzes.rules import LEAD_IN, MOST_STORED_OPTIONS, ItemStatus, ItemText, Sureness
from app.threads import queries as threads
from app.threads.models import Resolution
from app.threads.rules import KEYWORTHY, ResolutionStatus


class NotReady(Refusal):
    """The item has flaws that keep it from going live; `findings` lists all."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].message, **findings[0].details)
        self.findings = findings


def draft(session: Session, outbox: Outbox, resolution: Resolution, *, at: datetime) -> Item | None:
    """Draft an item from a resolved thread; None when it may not have one: unsure, no consent for quizzes, or done.

    Items of the case's earlier resolutions fall.
    """
    case = session.get_one(Case, resolution.case_id)
    if queries.was_drafted(session, resolution.id) or not _may_draft(session, case, resolution, at):
        return None
    for earlier in queries.of_case(session, case.id):
        retire(session, earlier, at)
    item = _start(session, case, resolution, at)
    options.shuffle(session, item)
    record(session, None, "item.drafted", Subject.ITEM, item.id, at=at, case_id=case.id)
    outbox.add(ItemDrafted(item.id))
    return item


def _may_draft(session: Session, case: Case, resolution: Resolution, at: datetime) -> bool:
    return (
        resolution.status is ResolutionStatus.CONFIRMED
        and resolution.certainty in KEYWORTHY
        and case.is_shown_at(at)
        and consent.in_force(session, case.id, Scope.QUIZ, at)
    )


def _start(session: Session, case: Case, resolution: Resolution, at: datetime) -> Item:
    item = Item(
        case=case,
        resolution_id=resolution.id,
        stem=stem_from(case, resolution.diagnosis),
        lead_in=LEAD_IN,
        teaching_point="\n".join(resolution.teaching_points),
        content_hash=case.content_hash,
        drafted_at=at,
        options=options.from_thread(session, resolution),
    )
    session.add(item)
    session.flush()
    return item


def edit(session: Session, actor: Actor, item: Item, text: ItemText, *, version: int, at: datetime) -> None:
    """Change an item's words; a live or suspended one is a draft again.

    Raises Conflict when somebody else has changed it since `version`, Refusal for two keys or too many options.
    """
    _check_version(item, version)
    if len(text.keys) > 1:
        raise Refusal(mark("Mark exactly one of the offered options as right."))
    if len(text.options) > MOST_STORED_OPTIONS:
        raise Refusal(mark("Keep at most %(most)s options."), most=MOST_STORED_OPTIONS)
    back_to_draft(item)
    item.stem, item.lead_in, item.teaching_point = text.stem, text.lead_in, text.teaching_point
    item.content_hash = item.case.content_hash
    flag_modified(item, "stem")  # so that a change of options alone counts the version up too
    options.rewrite(session, item, text.options)
    record(session, actor.account_id, "item.edited", Subject.ITEM, item.id, at=at)


def _check_version(item: Item, version: int) -> None:
    if item.version != version:
        raise Conflict(mark("Somebody changed this meanwhile. Load the page again and decide anew."))


def accept(session: Session, outbox: Outbox, actor: Actor, item: Item, *, version: int, at: datetime) -> None:
    """Let learners take a draft. Raises NotReady with its flaws, WrongStep when its resolution no longer stands."""
    _check_version(item, version)
    if item.status is not ItemStatus.DRAFT:
        raise WrongStep(mark("Only a draft can be accepted."))
    if item.alarmed_at is not None:
        raise WrongStep(mark("Somebody has flagged this item: it can be accepted once moderators have decided."))
    _check_foundation(session, item, at)
    findings = [finding for finding in queries.findings_of(item) if finding.blocks]
    if findings:
        raise NotReady(findings)
    if not queries.was_attempted(session, item.id):
        options.shuffle(session, item)
    item.status, item.accepted_by, item.accepted_at = ItemStatus.LIVE, actor.account_id, at
    session.flush()
    record(session, actor.account_id, "item.accepted", Subject.ITEM, item.id, at=at)
    outbox.add(ItemAccepted(item.id))


def _check_foundation(session: Session, item: Item, at: datetime) -> None:
    standing = threads.confirmed_resolution(session, item.case_id)
    if standing is None or standing.id != item.resolution_id:
        raise WrongStep(mark("The diagnosis is in doubt again: wait until it is confirmed."))
    if not item.case.is_shown_at(at) or not consent.in_force(session, item.case_id, Scope.QUIZ, at):
        raise WrongStep(mark("Consent doesn't cover quizzes, or the case isn't in the library."))
    if item.content_hash != item.case.content_hash:
        raise Conflict(mark("The case has changed since this was written. Read it again and save the item."))


def answer(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    option_position: int,
    sitting: str,
    certainty: Sureness | None,
    at: datetime,
) -> Attempt:
    """Store and mark an answer; the same sitting sent again gives the first attempt, unchanged.

    Raises NotFound unless the item is live for this person, Refusal for an option that isn't offered.
    """
    earlier = queries.attempt_at(session, actor.account_id, item.id, sitting)
    if earlier is not None:
        return earlier
    if queries.live_by_id(session, actor, item.id) is None:
        raise NotFound()
    chosen = next((o for o in item.options if o.is_offered and o.position == option_position), None)
    if chosen is None:
        raise Refusal(mark("Choose one of the options."))
    attempt = Attempt(
        account_id=actor.account_id,
        item_id=item.id,
        sitting=sitting,
        option_position=option_position,
        is_correct=chosen.is_key,
        certainty=certainty,
        at=at,
    )
    return _store_once(session, attempt)


def _store_once(session: Session, attempt: Attempt) -> Attempt:
    """Insert, or give back what a request that was faster has stored under the same sitting."""
    try:
        with session.begin_nested():
            session.add(attempt)
    except IntegrityError:
        first = queries.attempt_at(session, attempt.account_id, attempt.item_id, attempt.sitting)
        if first is None:
            raise
        return first
    return attempt
