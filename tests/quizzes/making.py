"""Resolved threads and live items for tests, committed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import actor_of
from app.accounts.rules import standing_of
from app.cases import services as cases
from app.cases.models import Case
from app.consent.models import Consent, ConsentScope
from app.consent.rules import Assent, Capacity, Giver, Method, Scope
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.quizzes import jobs, services
from app.quizzes.models import Item
from app.threads.models import Hypothesis, Opinion, Resolution
from app.threads.rules import Basis, Certainty, ResolutionStatus
from tests.cases.making import published_case
from tests.people import People

OPINIONS: Mapping[str, tuple[str, ...]] = {
    "omar": ("Eczema", "Scabies"),
    "priya": ("Eczema", "Psoriasis"),
    "sofia": ("Urticaria",),
}
"""Who argued for what: three wrong diagnoses, eczema twice."""
BOTH = frozenset({Scope.LIBRARY, Scope.QUIZ})
TEACHING = "Look between the fingers."
EXPLANATION = "Mites were seen under the dermatoscope."


def resolution_of(
    house: House,
    people: People,
    *,
    author: str = "clara",
    diagnosis: str = "Scabies",
    certainty: Certainty = Certainty.CERTAIN,
    scopes: frozenset[Scope] = BOTH,
    opinions: Mapping[str, tuple[str, ...]] = OPINIONS,
    **text: Any,
) -> Resolution:
    """A published case whose diagnosis a colleague has confirmed; `text` are fields of CaseContent to change."""
    case_id = published_case(house, people, author=author, **text).id
    with house.database.writing() as session:
        at = house.clock.now()
        session.add(_consent(people.account_in(session, author).id, case_id, scopes, at))
        for name, diagnoses in opinions.items():
            session.add(_opinion(session, people, case_id, name, diagnoses, at))
        return confirm(house, people, session, session.get_one(Case, case_id), diagnosis, certainty)


def confirm(
    house: House,
    people: People,
    session: Session,
    case: Case,
    diagnosis: str = "Scabies",
    certainty: Certainty = Certainty.CERTAIN,
) -> Resolution:
    """A resolution of the author's that Omar has confirmed."""
    at = house.clock.now()
    colleague = actor_of(people.account_in(session, "omar"), at)
    resolution = Resolution(
        case_id=case.id,
        status=ResolutionStatus.CONFIRMED,
        diagnosis=diagnosis,
        basis=Basis.MICROBIOLOGY_GENETICS,
        certainty=certainty,
        explanation=EXPLANATION,
        teaching_points=[TEACHING],
        proposed_by=case.author_id,
        proposed_at=at,
        confirmed_by=colleague.id,
        confirmed_at=at,
    )
    session.add(resolution)
    cases.resolve(session, Outbox(session, at), colleague, case, at=at)
    return resolution


def drafted_item(house: House, people: People, **details: Any) -> Item:
    """The draft that a resolved thread gives."""
    resolution = resolution_of(house, people, **details)
    jobs.draft_item(house.database, house.clock, resolution.id)
    with house.database.reading() as session:
        return session.scalars(select(Item).where(Item.resolution_id == resolution.id)).one()


def live_item(house: House, people: People, **details: Any) -> Item:
    """An item that faculty Faye has accepted."""
    draft, faye = drafted_item(house, people, **details), people.actor("faye")
    with house.database.writing() as session:
        item = session.get_one(Item, draft.id)
        at = house.clock.now()
        services.accept(session, Outbox(session, at), faye, item, version=item.version, at=at)
    return item


def key_of(item: Item) -> int:
    """The place of the right answer."""
    return next(option.position for option in item.options if option.is_key)


def wrong_of(item: Item) -> int:
    """The place of a wrong answer."""
    return next(option.position for option in item.options if option.is_offered and not option.is_key)


def _consent(author_id: int, case_id: int, scopes: frozenset[Scope], at: datetime) -> Consent:
    return Consent(
        case_id=case_id,
        giver=Giver.PATIENT,
        capacity=Capacity.CAPABLE_PATIENT,
        assent=Assent.NOT_APPLICABLE,
        jurisdiction="general",
        language="en",
        form_version="1",
        method=Method.SYNTHETIC,
        reference="",
        given_on=date(2026, 3, 1),
        material_hash="",
        receipt_hash=uuid4().hex,
        recorded_by=author_id,
        recorded_at=datetime(2026, 3, 1, tzinfo=UTC),
        grants=[ConsentScope(scope=scope) for scope in scopes],
    )


def _opinion(
    session: Session, people: People, case_id: int, name: str, diagnoses: tuple[str, ...], at: datetime
) -> Opinion:
    account = people.account_in(session, name)
    return Opinion(
        case_id=case_id,
        account_id=account.id,
        standing=standing_of(account.occupation, is_verified=True),
        given_at=at,
        hypotheses=[
            Hypothesis(rank=rank, diagnosis=diagnosis, reason=f"{name.capitalize()} thought of it.")
            for rank, diagnosis in enumerate(diagnoses, start=1)
        ],
    )
