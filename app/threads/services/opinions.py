"""Blind opinions: one per person and case, and never another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, Refusal, mark
from app.kernel.folding import fold
from app.kernel.outbox import Outbox
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.threads.events import OpinionGiven
from app.threads.models import Hypothesis, Opinion
from app.threads.rules import MOST_HYPOTHESES
from app.threads.values import Guess


def give_opinion(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    case: Case,
    guesses: Sequence[Guess],
    *,
    certainty: int | None,
    kept_reason: str = "",
    at: datetime,
) -> Opinion:
    """Commit a ranked differential of one to three diagnoses, blind; `certainty` is a percentage or None.

    Raises Conflict for a second opinion: what was committed blind stays as it was.
    """
    named = [guess for guess in guesses if guess.diagnosis.strip()]
    _check(named)
    opinion = _commit(session, actor, case, skipped=False, certainty=certainty, at=at)
    opinion.hypotheses = [
        Hypothesis(rank=rank, diagnosis=guess.diagnosis.strip(), reason=guess.reason.strip())
        for rank, guess in enumerate(named, 1)
    ]
    opinion.kept_reason = kept_reason
    session.flush()
    record(session, actor.id, "opinion.given", Subject.CASE, case.id, at=at)
    outbox.add(OpinionGiven(opinion.id, case.id))
    return opinion


def skip(session: Session, actor: Actor, case: Case, *, at: datetime) -> Opinion:
    """Open the thread without an opinion; raises Conflict when it's open already."""
    opinion = _commit(session, actor, case, skipped=True, certainty=None, at=at)
    record(session, actor.id, "opinion.skipped", Subject.CASE, case.id, at=at)
    return opinion


def _check(named: Sequence[Guess]) -> None:
    if not 1 <= len(named) <= MOST_HYPOTHESES:
        raise Refusal(mark("Name at least one diagnosis and at most %(most)s."), most=MOST_HYPOTHESES)
    names = {fold(guess.diagnosis) for guess in named}
    if "" in names:
        raise Refusal(mark("Name each diagnosis in words."))
    if len(names) < len(named):
        raise Refusal(mark("The same diagnosis stands in your list twice."))


def _commit(
    session: Session, actor: Actor, case: Case, *, skipped: bool, certainty: int | None, at: datetime
) -> Opinion:
    if not may(actor, Permission.GIVE_OPINION, case):
        raise NotAllowed(mark("Verified members give an opinion, on cases that aren't their own."))
    opinion = Opinion(
        case_id=case.id,
        account_id=actor.account_id,
        skipped=skipped,
        certainty=certainty,
        standing=actor.standing,
        given_at=at,
    )
    try:
        with session.begin_nested():
            session.add(opinion)
    except IntegrityError as error:
        raise Conflict(mark("You have opened this thread already; what you chose first stands.")) from error
    return opinion
