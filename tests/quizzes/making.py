"""Resolved threads and live items for tests, made through the services and committed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import actor_of
from app.cases.models import Case
from app.consent import services as consents
from app.consent.rules import Scope
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.quizzes import jobs, services
from app.quizzes.models import Item
from app.threads import services as threads
from app.threads.models import Resolution
from app.threads.rules import Basis, Certainty
from app.threads.values import Guess, Proposal
from tests.cases.making import Making, draft_in, publish, review
from tests.consent.making import terms
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
    pictures: int = 1,
    expires_at: datetime | None = None,
    **text: Any,
) -> Resolution:
    """A published case whose diagnosis a colleague has confirmed; `text` are fields of CaseContent to change."""
    at, writer, judge = house.clock.now(), people.actor(author), people.actor("max")
    guessing = {people.actor(name): diagnoses for name, diagnoses in opinions.items()}
    with house.database.writing() as session:
        outbox, case = Outbox(session, at), draft_in(session, house.store, writer, at=at, pictures=pictures, **text)
        consents.record(session, outbox, writer, case, terms(at, scopes=scopes, expires_at=expires_at), at=at)
        consents.submit_case(session, outbox, writer, case, content_hash=case.content_hash, at=at)
        making = Making(session, case, writer, judge, at)
        review(making)
        publish(making)
        for guesser, diagnoses in guessing.items():
            guesses = [Guess(name, f"{guesser.name} thought of it.") for name in diagnoses]
            threads.give_opinion(session, outbox, guesser, case, guesses, certainty=None, at=at)
        return confirm(house, people, session, case, diagnosis, certainty)


def confirm(
    house: House,
    people: People,
    session: Session,
    case: Case,
    diagnosis: str = "Scabies",
    certainty: Certainty = Certainty.CERTAIN,
) -> Resolution:
    """A resolution of the author's that Omar has confirmed."""
    at, outbox = house.clock.now(), Outbox(session, house.clock.now())
    author, omar = actor_of(case.author, at), actor_of(people.account_in(session, "omar"), at)
    proposal = Proposal(diagnosis, Basis.MICROBIOLOGY_GENETICS, certainty, EXPLANATION, (TEACHING,))
    resolution = threads.propose(session, outbox, author, case, proposal, at=at)
    threads.confirm(session, outbox, omar, resolution, at=at)
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
