"""Reads of the library. Each starts from what the reader may see; an index only proposes and ranks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.rules import VERIFIABLE, Specialty
from app.cases.models import Case
from app.cases.queries import visible_to
from app.library.index import Hit, IndexUnavailable, SearchIndex
from app.library.rules import MOST_HITS, PAGE_SIZE, NextStep, Query, Sort
from app.library.shelf import holds_words, latest_first, shelf
from app.policy.actor import Actor, Role
from app.threads import queries as threads
from app.threads.models import Opinion


class Found(NamedTuple):
    """A case that was found, and whose it is."""

    id: int
    author_id: int


@dataclass(frozen=True)
class Results:
    """One page of what was found. `is_basic`: the index was down; `is_loose`: no case holds all the words."""

    cases: Sequence[Case]
    total: int
    page: int
    is_basic: bool = False
    is_loose: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def search(session: Session, index: SearchIndex, actor: Actor, query: Query) -> Results:
    """What this reader finds: by the index if there's text, else the newest; from the database if the index is down."""
    if not query.text:
        return _newest(session, actor, query, true())
    try:
        return _ranked(session, index, actor, query)
    except IndexUnavailable:
        return _newest(session, actor, query, holds_words(query.text), is_basic=True)


def newest(session: Session, actor: Actor, limit: int) -> Sequence[Case]:
    """The latest cases of the library."""
    return session.scalars(latest_first(visible_to(actor)).limit(limit)).unique().all()


def specialties(session: Session, actor: Actor) -> list[tuple[Specialty, int]]:
    """The specialties of which there are cases, and how many, the largest first."""
    counted = visible_to(actor).with_only_columns(Case.specialty, func.count()).group_by(Case.specialty)
    rows = session.execute(counted).all()
    return sorted(rows, key=lambda row: (-row[1], row[0].value))


def opinion_counts(session: Session, case_ids: Collection[int]) -> dict[int, int]:
    """How many people have given an opinion on each case: the number alone, so that nobody's answer shows."""
    given = select(Opinion.case_id, func.count()).where(Opinion.case_id.in_(case_ids), Opinion.skipped.is_(False))
    return dict(session.execute(given.group_by(Opinion.case_id)).all())


def next_step(session: Session, actor: Actor) -> NextStep | None:
    """What this person should do next to read, or to take part; None when there's nothing."""
    account = accounts.by_id(session, actor.id) if actor.id is not None else None
    if account is None or actor.is_verified:
        return None
    if account.email_confirmed_at is None:
        return NextStep.CONFIRM_ADDRESS
    if account.occupation not in VERIFIABLE:
        return None
    waiting = accounts.pending_verification(session, account.id) is not None
    return NextStep.AWAIT_VERIFICATION if waiting else NextStep.ASK_FOR_VERIFICATION


def _ranked(session: Session, index: SearchIndex, actor: Actor, query: Query) -> Results:
    scores: dict[int, float] = {}
    rows: list[Found] = []
    is_loose = False
    for is_loose in (False, True):
        scores, rows = _proposed(session, index, actor, query, loosely=is_loose)
        if rows:
            break
    if query.sort is Sort.RELEVANCE:
        rows.sort(key=lambda row: scores[row.id], reverse=True)  # stable: equal scores stay latest first
    page = _page_within(query.page, len(rows))
    wanted = [row.id for row in rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]]
    return Results(_in_order(session, actor, wanted), len(rows), page, is_loose=is_loose and bool(rows))


def _proposed(
    session: Session, index: SearchIndex, actor: Actor, query: Query, *, loosely: bool
) -> tuple[dict[int, float], list[Found]]:
    """Scores of what the index proposes, and ids of those among them that are this reader's to find, latest first."""
    plain = _scores(index.search(query.text, query.filters, limit=MOST_HITS, loosely=loosely))
    full = _scores(index.search(query.text, query.filters, limit=MOST_HITS, loosely=loosely, by_diagnosis=True))
    chosen = shelf(actor, query).where(Case.id.in_(plain.keys() | full.keys()))
    found = session.execute(latest_first(chosen).with_only_columns(Case.id, Case.author_id))
    rows = [Found(*row) for row in found]
    telling = [row for row in rows if full.get(row.id) != plain.get(row.id)]
    known = _knows_diagnosis(session, actor, telling)
    scores = plain | {case_id: full[case_id] for case_id in known if case_id in full}
    return scores, [row for row in rows if row.id in scores]


def _scores(hits: Sequence[Hit]) -> dict[int, float]:
    return {hit.case_id: hit.score for hit in hits}


def _knows_diagnosis(session: Session, actor: Actor, rows: Sequence[Found]) -> set[int]:
    """The cases whose diagnosis this reader may know, so that searching for a diagnosis gives no key away."""
    if actor.is_moderator or Role.FACULTY in actor.roles:
        return {row.id for row in rows}
    if actor.id is None or not rows:
        return set()
    own = {row.id for row in rows if row.author_id == actor.id}
    return own | threads.opened_cases(session, actor.id, [row.id for row in rows])


def _newest(
    session: Session, actor: Actor, query: Query, condition: ColumnElement[bool], *, is_basic: bool = False
) -> Results:
    chosen = shelf(actor, query).where(condition)
    total = session.scalar(chosen.with_only_columns(func.count())) or 0
    page = _page_within(query.page, total)
    wanted = latest_first(chosen).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return Results(session.scalars(wanted).unique().all(), total, page, is_basic=is_basic)


def _in_order(session: Session, actor: Actor, case_ids: Sequence[int]) -> list[Case]:
    chosen = visible_to(actor).where(Case.id.in_(case_ids))
    found = {case.id: case for case in session.scalars(chosen).unique()}
    return [found[case_id] for case_id in case_ids if case_id in found]


def _page_within(page: int, total: int) -> int:
    return min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
