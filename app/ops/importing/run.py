"""Carries an import out: each case in a transaction of its own, so that one that fails takes nothing with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.cases import services as cases
from app.cases.content import CaseContent
from app.cases.models import Case
from app.consent import services as consents
from app.consent.services import Terms
from app.kernel.errors import NotFound, Refusal, mark
from app.kernel.outbox import Outbox
from app.media import services as media
from app.media.jobs import scan_next
from app.media.originals import prepare
from app.media.rules import Sign
from app.ops.house import House
from app.ops.importing.mapping import Mapping
from app.ops.importing.table import find_table, read_rows
from app.ops.importing.translate import Draft, Picture, group, translate
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.web.unit import AFTER_COMMIT

SOURCE_LENGTH = 32


class Result(StrEnum):
    """What became of one case of the table."""

    SUBMITTED = "submitted"
    DRAFT = "draft"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """One line of the closing table. `pictures` counts those taken, `refused` those that weren't."""

    reference: str
    result: Result
    pictures: int
    refused: int
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """What to import for whom; `looked` says that somebody has looked at every picture: nobody can be recognised."""

    folder: Path
    author_email: str
    terms: Terms
    mapping: Mapping
    source: str
    looked: bool


def import_folder(house: House, order: Order, tick: Callable[[int, int], None]) -> tuple[list[Outcome], list[str]]:
    """Import every case of the folder's table; return an outcome each, and what couldn't be read of the table.

    `tick(done, total)` is called after each case. Raises Refusal when the folder or the author won't do at all.
    """
    rows, troubles = read_rows(find_table(order.folder))
    _author(house, order.author_email)
    grouped = group(rows, order.mapping)
    outcomes = []
    for number, (reference, members) in enumerate(grouped.items(), 1):
        outcomes.append(_import_one(house, order, translate(reference, members, order.mapping, order.folder)))
        tick(number, len(grouped))
    house.jobs.enqueue(AFTER_COMMIT)
    return outcomes, troubles


def _author(house: House, email: str) -> Actor:
    with house.database.reading() as session:
        account = accounts.by_email(session, email)
        if account is None:
            raise NotFound(mark("Nobody has the address %(email)s."), email=email)
        actor = accounts.actor_of(account, house.clock.now())
    if not may(actor, Permission.CREATE_CASE):
        raise Refusal(mark("%(email)s is not a verified healthcare professional and can't share cases."), email=email)
    return actor


def _import_one(house: House, order: Order, draft: Draft) -> Outcome:
    try:
        with house.database.writing() as session:
            taken = _take(house, session, order, draft)
        if not order.looked or taken.result is not Result.DRAFT:
            return taken
        while scan_next(house.database, house.store, house.clock, house.scanner):
            pass  # no other writer waits meanwhile: the draft is committed
        with house.database.writing() as session:
            return _submit(house, session, order, taken)
    except Refusal as refusal:
        remarks = (*draft.remarks, str(refusal))
        return Outcome(draft.reference, Result.FAILED, 0, len(draft.pictures), remarks)


def _take(house: House, session: Session, order: Order, draft: Draft) -> Outcome:
    actor, at = _author(house, order.author_email), house.clock.now()
    known_as = _source_reference(order.source, draft.reference)
    if _is_known(session, actor, known_as):
        return Outcome(draft.reference, Result.SKIPPED, 0, 0, ("imported before",))
    case = cases.start(session, actor, at=at, source_reference=known_as)
    refused = [_add_picture(house, session, actor, case, picture=picture, at=at) for picture in draft.pictures]
    cases.edit(session, actor, case, _content(draft), at=at)
    refusals = tuple(remark for remark in refused if remark)
    taken = len(refused) - len(refusals)
    if draft.pictures and not taken:
        raise Refusal(mark("None of its pictures could be taken: %(why)s"), why="; ".join(refusals))
    remarks = (*draft.remarks, *refusals)
    consents.record(session, Outbox(session, at), actor, case, order.terms, at=at)
    if not order.looked:
        remarks = (*remarks, "look at its pictures and submit it in 'My cases'")
    return Outcome(draft.reference, Result.DRAFT, taken, len(refusals), remarks)


def _source_reference(source: str, reference: str) -> str:
    """A foreign identifier may be a record number, so only its digest is kept: enough to know it again."""
    return hashlib.sha256(f"{source}\n{reference}".encode()).hexdigest()[:SOURCE_LENGTH]


def _is_known(session: Session, actor: Actor, source_reference: str) -> bool:
    return session.scalar(_imported(actor, source_reference).with_only_columns(Case.id)) is not None


def _imported(actor: Actor, source_reference: str) -> Select[Case]:
    return select(Case).where(Case.author_id == actor.account_id, Case.source_reference == source_reference)


def _add_picture(house: House, session: Session, actor: Actor, case: Case, *, picture: Picture, at: datetime) -> str:
    """Take one picture; return the reason when it's refused."""
    try:
        with picture.path.open("rb") as file:
            original = prepare(file)
        image = media.receive(
            session,
            house.store,
            author_id=actor.account_id,
            original=original,
            at=at,
            scans=house.scanner.is_available,
        )
        if why := cases.admit(session, Outbox(session, at), actor, image, at=at):
            return f"{picture.path.name}: {why}"
        cases.add_picture(session, actor, case, image, caption=picture.caption, alt_text=picture.alt_text, at=at)
    except Refusal as refusal:
        return f"{picture.path.name}: {refusal}"
    return ""


def _content(draft: Draft) -> CaseContent:
    return CaseContent(
        **draft.texts,
        specialty=draft.specialty,
        modality=draft.modality,
        age_band=draft.age_band,
        sex=draft.sex,
        tags=tuple(draft.tags),
        working_diagnosis=draft.diagnosis,
        delicate=(),
    )


def _submit(house: House, session: Session, order: Order, outcome: Outcome) -> Outcome:
    """Send the draft to the moderators, or leave it as one and say why."""
    actor, at = _author(house, order.author_email), house.clock.now()
    known_as = _source_reference(order.source, outcome.reference)
    case = session.scalars(_imported(actor, known_as)).unique().one()
    try:
        with session.begin_nested():
            for picture in case.pictures:
                seen = picture.image.content_hash
                cases.confirm_picture(session, actor, case, picture, content_hash=seen, signs=tuple(Sign), at=at)
            consents.submit_case(session, Outbox(session, at), actor, case, content_hash=case.content_hash, at=at)
    except Refusal as refusal:
        return replace(outcome, remarks=(*outcome.remarks, str(refusal)))
    return replace(outcome, result=Result.SUBMITTED)
