"""The audit log and what is stored in passing: an unbroken chain, a row for every step, and codes instead of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, true

from app.cases.models import CaseStep, Tombstone
from app.cases.rules import Step
from app.consent.models import Consent
from app.kernel.audit import AuditEntry, Subject
from app.kernel.blobs import KEY
from app.kernel.chain import prove, rows_of
from app.kernel.outbox import OutboxEntry
from app.media.models import DoomedBlob, Image, Rendition
from app.media.rules import ImageState
from app.moderation.models import ReviewEntry
from app.ops.invariants.breach import Found, Look
from app.quizzes.models import Item
from app.quizzes.rules import ItemStatus
from app.threads.models import Comment, Opinion, Resolution

CODE = re.compile(r"[A-Za-z0-9_.,:/+-]{0,2000}")
"""Ids, states, hashes and moments; a word of a patient's story has blanks around it."""
NAME = re.compile(r"[0-9a-f]{32}")
GUARDED = ("audit", "case_step", "review_entry", "attempt", "card_review")
CASE_STEPS = ("case.started", *(f"case.{step.value}" for step in Step))
COUNTED: tuple[tuple[str, Any, ColumnElement[bool], Subject, tuple[str, ...]], ...] = (
    ("case", CaseStep.case_id, true(), Subject.CASE, CASE_STEPS),
    ("case", Opinion.case_id, true(), Subject.CASE, ("opinion.given", "opinion.skipped")),
    ("case", Tombstone.case_id, true(), Subject.CASE, ("case.ended",)),
    ("image", Image.id, true(), Subject.IMAGE, ("image.received",)),
    ("image", Image.id, Image.state == ImageState.ERASED, Subject.IMAGE, ("image.erased",)),
    ("consent", Consent.id, true(), Subject.CONSENT, ("consent.recorded",)),
    ("consent", Consent.id, Consent.withdrawn_at.is_not(None), Subject.CONSENT, ("consent.withdrawn",)),
    ("comment", Comment.id, true(), Subject.COMMENT, ("comment.posted",)),
    ("resolution", Resolution.id, true(), Subject.RESOLUTION, ("resolution.proposed",)),
    ("item", Item.id, true(), Subject.ITEM, ("item.drafted",)),
    ("item", Item.id, Item.status == ItemStatus.RETIRED, Subject.ITEM, ("item.retired",)),
)
"""What happened: whose id, which rows tell of it, and by which actions the log does. Both are equally many."""


def broken_chain(look: Look) -> Iterator[Found]:
    """I15: the first row that doesn't follow from the one before; and a detail that isn't a code."""
    wordy: list[int] = []

    def reading(rows: Iterator[Any]) -> Iterator[Any]:
        for row in rows:
            if not all(map(is_code, row.detail.values())):
                wordy.append(row.id)
            yield row

    with look.house.database.reading() as session:
        proof = prove(reading(rows_of(session)))
    if proof.broken is not None:
        yield Found("audit row", proof.broken, "does not follow from the one before")
    yield from (Found("audit row", row_id, "holds words") for row_id in wordy)


def missing_guards(look: Look) -> Iterator[Found]:
    """I15: a trigger that keeps rows from being changed or deleted is gone."""
    is_sqlite = look.house.database.engine.dialect.name == "sqlite"
    source = "name FROM sqlite_master" if is_sqlite else "trigger_name FROM information_schema.triggers"
    with look.house.database.reading() as session:
        present = set(session.scalars(text(f"SELECT {source}")))
    for table in GUARDED:
        for change in ("update", "delete"):
            if f"{table}_no_{change}" not in present:
                yield Found("table", table, f"can be rewritten: its {change} trigger is gone")


def unwritten_steps(look: Look) -> Iterator[Found]:
    """I16: something happened that the log doesn't tell, or tells twice."""
    for subject, key, counted, kind, actions in COUNTED:
        yield from _uneven(look, subject, _how_many(key, counted), _told(kind, actions), actions[-1])
    entries = _how_many(ReviewEntry.review_id, true())
    yield from _uneven(look, "review", entries, _told(Subject.REVIEW, "review.%"), "review")


def _how_many(key: Any, counted: ColumnElement[bool]) -> Any:
    return select(key.label("id"), func.count().label("count")).where(counted).group_by(key).subquery()


def _told(kind: Subject, actions: tuple[str, ...] | str) -> Any:
    named = AuditEntry.action.like(actions) if isinstance(actions, str) else AuditEntry.action.in_(actions)
    return _how_many(AuditEntry.subject_id, (AuditEntry.subject == kind.value) & named)


def _uneven(look: Look, subject: str, happened: Any, told: Any, action: str) -> Iterator[Found]:
    both = select(happened.c.id).outerjoin(told, told.c.id == happened.c.id)
    uneven = both.where(happened.c.count != func.coalesce(told.c.count, 0)).order_by(happened.c.id)
    yield from look.each(subject, f"has more or fewer steps than audit rows ({action})", uneven)
    beside = select(told.c.id).outerjoin(happened, happened.c.id == told.c.id).where(happened.c.id.is_(None))
    yield from look.each(subject, f"has an audit row and no step ({action})", beside.order_by(told.c.id))


def wordy_payloads(look: Look) -> Iterator[Found]:
    """I17: an event or a job that carries something else than ids and codes."""
    for entry_id, payload in look.rows(select(OutboxEntry.id, OutboxEntry.payload)):
        if not all(map(is_code, payload.values())):
            yield Found("event", entry_id, "carries words")
    for number, job in enumerate(look.house.jobs.waiting(), 1):
        if not all(map(is_code, job.values())):
            yield Found("job", number, "carries words")


def telling_names(look: Look) -> Iterator[Found]:
    """I17: a picture or a file whose name isn't random."""
    for image_id, name, original in look.rows(select(Image.id, Image.name, Image.quarantine_key)):
        if not NAME.fullmatch(name) or (original is not None and not KEY.fullmatch(original)):
            yield Found("image", image_id, "has a name that is not random")
    keyed: Mapping[str, Any] = {"rendition": Rendition, "file": DoomedBlob}
    for subject, model in keyed.items():
        for row_id, key in look.rows(select(model.id, model.key)):
            if not KEY.fullmatch(key):
                yield Found(subject, row_id, "has a name that is not random")


def is_code(value: object) -> bool:
    """Whether this is a number, nothing, or a code: never words."""
    return value is None or isinstance(value, int | float) or (isinstance(value, str) and bool(CODE.fullmatch(value)))
