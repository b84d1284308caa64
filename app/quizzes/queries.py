"""Reads about items and attempts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.queries import PlacedFile
from app.consent.models import Consent, ConsentScope
from app.consent.rules import Scope
from app.kernel.audit import AuditEntry, Subject
from app.kernel.folding import fold
from app.policy.actor import Actor, Role
from app.quizzes.checks import Finding, Surroundings, examine
from app.quizzes.models import Attempt, Item
from app.quizzes.question import Feedback, Question, ask
from app.quizzes.rules import Answers, ItemStatus, ItemText, OptionText
from app.threads import queries as threads
from app.threads.models import Resolution
from app.threads.rules import ResolutionStatus


def by_id(session: Session, item_id: int) -> Item | None:
    """The item, or None once it is retired."""
    found = session.get(Item, item_id)
    return found if found and found.status is not ItemStatus.RETIRED else None


def live_ids(actor: Actor) -> Select[int]:
    """The ids of every item this person may be asked: live, of a case that may be asked about and isn't their own.

    The state alone isn't trusted: the resolution must still stand, the case's text must be the one that was quoted, and
    consent must cover quizzes at this moment. The case may be out of the library: quizzes are a use of their own.
    """
    askable = cases.askable_by(actor).with_only_columns(Case.id).order_by(None)
    return (
        select(Item.id)
        .join(Case, Case.id == Item.case_id)
        .join(Resolution, Resolution.id == Item.resolution_id)
        .where(
            Item.status == ItemStatus.LIVE,
            Item.case_id.in_(askable),
            Item.content_hash == Case.content_hash,
            Case.author_id != actor.id,
            Resolution.status == ResolutionStatus.CONFIRMED,
            _quiz_consent(actor.at),
        )
    )


def _quiz_consent(at: datetime) -> ColumnElement[bool]:
    return exists().where(
        Consent.case_id == Case.id,
        Consent.withdrawn_at.is_(None),
        or_(Consent.expires_at.is_(None), Consent.expires_at > at),
        ConsentScope.consent_id == Consent.id,
        ConsentScope.scope == Scope.QUIZ,
        ConsentScope.withdrawn_at.is_(None),
    )


def part_of_question(session: Session, actor: Actor, item_id: int, placed: PlacedFile) -> PlacedFile | None:
    """The file of a picture, if it belongs to a question that this person may be asked at this moment (I1)."""
    live = live_ids(actor).where(Item.id == item_id, Item.case_id == placed.case.id)
    return placed if placed.is_asked_at(actor.at) and session.scalar(live) else None


def live_for(actor: Actor) -> Select[Item]:
    """Every item this person may be asked; no order."""
    return select(Item).where(Item.id.in_(live_ids(actor)))


def live_by_id(session: Session, actor: Actor, item_id: int) -> Item | None:
    """The item if this person may be asked it."""
    return session.scalar(live_for(actor).where(Item.id == item_id))


def question_for(session: Session, actor: Actor, item_id: int) -> Question | None:
    """The item without its key, if this person may be asked it."""
    item = live_by_id(session, actor, item_id)
    return ask(item) if item else None


def attempt_at(session: Session, account_id: int, item_id: int, sitting: str) -> Attempt | None:
    """This person's answer in this sitting."""
    return session.scalar(
        select(Attempt).where(Attempt.account_id == account_id, Attempt.item_id == item_id, Attempt.sitting == sitting)
    )


def feedback_for(session: Session, actor: Actor, item_id: int, sitting: str) -> Feedback | None:
    """What this person may be told about an answer of their own, while the item is live for them."""
    attempt = attempt_at(session, actor.account_id, item_id, sitting)
    item = live_by_id(session, actor, item_id) if attempt else None
    return Feedback(item, attempt) if item and attempt else None


def was_attempted(session: Session, item_id: int) -> bool:
    """Whether anybody has answered it."""
    return session.scalar(select(exists().where(Attempt.item_id == item_id))) or False


def answered_by(session: Session, actor: Actor, item_id: int) -> Item | None:
    """The item if this person has answered it and may be asked it."""
    answered = exists().where(Attempt.item_id == item_id, Attempt.account_id == actor.id)
    return session.scalar(live_for(actor).where(Item.id == item_id, answered))


def editors_of(session: Session, item_id: int) -> set[int]:
    """Whoever has written in the item or accepted it, by the audit log."""
    of_item = AuditEntry.subject == Subject.ITEM.value, AuditEntry.subject_id == item_id
    wrote = select(AuditEntry.actor_id).where(*of_item, AuditEntry.action.in_(("item.edited", "item.accepted")))
    return {actor_id for actor_id in session.scalars(wrote.distinct()) if actor_id is not None}


def first_answers(session: Session, item_id: int | None = None) -> dict[int, list[Answers]]:
    """How often each option was chosen first, since its item was accepted; of all live items, or of this one."""
    of_these = Item.status == ItemStatus.LIVE if item_id is None else Item.id == item_id
    first = (
        select(func.min(Attempt.id))
        .join(Item, Item.id == Attempt.item_id)
        .where(of_these, Attempt.at >= Item.accepted_at)
        .group_by(Attempt.item_id, Attempt.account_id)
    )
    counted = (
        select(Attempt.item_id, Attempt.option_position, Attempt.is_correct, func.count())
        .where(Attempt.id.in_(first))
        .group_by(Attempt.item_id, Attempt.option_position, Attempt.is_correct)
        .order_by(Attempt.item_id, Attempt.option_position)
    )
    found: dict[int, list[Answers]] = {}
    for of_item, position, is_key, count in session.execute(counted):
        found.setdefault(of_item, []).append(Answers(position, is_key=is_key, count=count))
    return found


def editable_by(actor: Actor) -> Select[Item]:
    """The items this person may edit, drafts first, then the newest: of their own cases, or of all for faculty."""
    visible = cases.visible_to(actor).with_only_columns(Case.id).order_by(None)
    mine: ColumnElement[bool] = Case.author_id == actor.id if actor.id is not None else false()
    return (
        select(Item)
        .join(Case, Case.id == Item.case_id)
        .where(
            Item.status != ItemStatus.RETIRED,
            Item.case_id.in_(visible),
            true() if Role.FACULTY in actor.roles else mine,
        )
        .order_by(Item.status != ItemStatus.DRAFT, Item.id.desc())
    )


def of_case(session: Session, case_id: int) -> list[Item]:
    """The case's items that aren't retired, oldest first."""
    present = select(Item).where(Item.case_id == case_id, Item.status != ItemStatus.RETIRED)
    return list(session.scalars(present.order_by(Item.id)))


def was_drafted(session: Session, resolution_id: int) -> bool:
    """Whether this resolution has, or had, an item."""
    return session.scalar(select(exists().where(Item.resolution_id == resolution_id))) or False


def text_of(item: Item) -> ItemText:
    """The item as an editor sees it."""
    options = tuple(
        OptionText(option.text, option.is_key, option.rationale, option.is_offered) for option in item.options
    )
    return ItemText(item.stem, item.lead_in, item.teaching_point, options)


def arguments_for(session: Session, item: Item) -> dict[str, str]:
    """What somebody said in the thread for each option that turned out wrong, by the option's text."""
    key = next((option.text for option in item.options if option.is_key), "")
    reasons = {fold(wrong.diagnosis): wrong.reason for wrong in threads.wrong_diagnoses(session, item.case_id, key)}
    return {option.text: reasons.get(fold(option.text), "") for option in item.options}


def findings_of(item: Item) -> list[Finding]:
    """What item writing has to say about it, those that block first."""
    shown = tuple(text for picture in item.case.pictures for text in (picture.caption, picture.alt_text))
    return examine(text_of(item), Surroundings(item.case.title, shown))
