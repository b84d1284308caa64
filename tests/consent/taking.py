"""Consent taken back use by use, and what that changes for whom; for tests of this room and of journeys."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cases import queries as cases
from app.cases.models import Case
from app.consent import services
from app.consent.rules import Scope
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.policy.actor import Actor
from app.policy.rules import Permission, may
from app.quizzes import queries as quizzes
from tests.people import People


def take_back(house: House, people: People, case_id: int, *scopes: Scope, by: str = "clara") -> None:
    """Withdraw these uses, or all, and let no job run: what follows must follow from the rows."""
    who = people.actor(by)
    with house.database.writing() as session:
        case, at = session.get_one(Case, case_id), house.clock.now()
        chosen = frozenset(scopes) or frozenset(Scope)
        services.withdraw(session, Outbox(session, at), who, case, scopes=chosen, at=at)


def can_read(session: Session, reader: Actor, case_id: int) -> bool:
    """Whether the list and the page agree that this reader may read the case."""
    listed = session.scalar(cases.visible_to(reader).where(Case.id == case_id)) is not None
    assert listed is may(reader, Permission.READ_CASE, session.get_one(Case, case_id))
    return listed


def is_asked(session: Session, reader: Actor, item_id: int) -> bool:
    """Whether this reader may be asked the item."""
    return quizzes.question_for(session, reader, item_id) is not None
