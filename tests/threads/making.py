"""Threads in every state for tests of this room and of those above it, committed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cases.models import Case
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.threads import services
from app.threads.models import Comment, Opinion, Resolution
from app.threads.rules import Basis, Certainty
from app.threads.services import Guess, Proposal
from tests.people import People

PROPOSAL = Proposal(
    diagnosis="Scabies",
    basis=Basis.MICROBIOLOGY_GENETICS,
    certainty=Certainty.CERTAIN,
    explanation="Mites were seen under the dermatoscope.",
    teaching_points=("Look between the fingers.", "Treat the household."),
)


def opinion_of(house: House, people: People, case: Case, name: str, *diagnoses: str, reason: str = "") -> Opinion:
    """A committed opinion, the first diagnosis being the most likely."""
    actor, at = people.actor(name), house.clock.now()
    guesses = [Guess(diagnosis, reason) for diagnosis in diagnoses]
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        return services.give_opinion(session, Outbox(session, at), actor, found, guesses, certainty=70, at=at)


def skip(house: House, people: People, case: Case, name: str) -> None:
    """Somebody chooses to read only."""
    actor = people.actor(name)
    with house.database.writing() as session:
        services.skip(session, actor, session.get_one(Case, case.id), at=house.clock.now())


def comment_of(
    house: House, people: People, case: Case, name: str, body: str, reply_to: Comment | None = None
) -> Comment:
    """A comment of somebody who has opened the thread."""
    actor, at = people.actor(name), house.clock.now()
    with house.database.writing() as session:
        found, answered = session.get_one(Case, case.id), reply_to.id if reply_to else None
        return services.comment(session, Outbox(session, at), actor, found, body=body, reply_to=answered, at=at)


def proposed_in(
    session: Session, house: House, people: People, case: Case, proposal: Proposal = PROPOSAL
) -> Resolution:
    """The author's proposal, in a session of the test's own."""
    at, author = house.clock.now(), people.actor("clara")
    return services.propose(session, Outbox(session, at), author, session.get_one(Case, case.id), proposal, at=at)


def proposed(house: House, people: People, case: Case, proposal: Proposal = PROPOSAL) -> Resolution:
    """Clara's proposal for a case of hers."""
    people.account("clara")
    with house.database.writing() as session:
        return proposed_in(session, house, people, case, proposal)


def confirmed(house: House, people: People, case: Case, name: str = "omar") -> Resolution:
    """Clara's proposal, confirmed by a colleague."""
    resolution, judge, at = proposed(house, people, case), people.actor(name), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Resolution, resolution.id)
        services.confirm(session, Outbox(session, at), judge, found, at=at)
        return found
