"""Changes of published cases for tests: written, submitted and decided through the services, committed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.cases import queries, services
from app.cases.changes import as_if, words_in
from app.cases.content import PictureWords, content_of
from app.cases.models import Case, CaseChange
from app.cases.rules import ChangeConsent, ChangeReason
from app.cases.services import Statement
from app.kernel.outbox import Outbox
from app.ops.house import House
from tests.people import People

CORRECTION = Statement(ChangeReason.CORRECTION, ChangeConsent.GIVEN_COVERS)
IDENTIFIER = Statement(ChangeReason.IDENTIFIER, ChangeConsent.GIVEN_COVERS)


def write(
    house: House,
    people: People,
    case: Case,
    *,
    author: str = "clara",
    captions: dict[int, str] | None = None,
    order: list[int] | None = None,
    **text: Any,
) -> CaseChange:
    """The author writes; `text` are fields of CaseContent, `captions` by the pictures' ids, `order` their ids."""
    actor = people.actor(author)
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        return write_in(session, house, actor, found, captions=captions, order=order, **text)


def write_in(
    session: Session,
    house: House,
    actor: Any,
    case: Case,
    *,
    captions: dict[int, str] | None = None,
    order: list[int] | None = None,
    **text: Any,
) -> CaseChange:
    """The same in a session of the test's own."""
    change = queries.open_change(session, case.id)
    made = as_if(case, change) if change else case
    said = words_in(change.content) if change else {}
    words = {
        picture.id: PictureWords(caption, (said.get(picture.id) or picture).alt_text)
        for picture in (*case.pictures, *(change.pictures if change else ()))
        if (caption := (captions or {}).get(picture.id)) is not None
    }
    return services.write_change(
        session,
        actor,
        case,
        replace(content_of(made), **text),
        words=words,
        order=order if order is not None else [picture.id for picture in made.pictures],
        version=change.version if change else 0,
        at=house.clock.now(),
    )


def submit(
    house: House, people: People, case: Case, statement: Statement = CORRECTION, *, author: str = "clara"
) -> CaseChange:
    """The author sends the change that they have looked at."""
    actor, at = people.actor(author), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        change = queries.open_change(session, case.id)
        seen = change.content_hash if change else ""
        return services.submit_change(session, Outbox(session, at), actor, found, statement, content_hash=seen, at=at)


def approve(house: House, people: People, case: Case, *, moderator: str = "max", withholds: bool = False) -> None:
    """A moderator approves what waits."""
    actor, at = people.actor(moderator), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        change = queries.open_change(session, case.id)
        seen = change.content_hash if change else ""
        services.approve_change(
            session, Outbox(session, at), actor, found, content_hash=seen, withholds=withholds, at=at
        )


def changed(house: House, people: People, case: Case, statement: Statement = CORRECTION, **written: Any) -> Case:
    """Write, submit and approve; return the case as it is then."""
    write(house, people, case, **written)
    submit(house, people, case, statement)
    approve(house, people, case)
    return stored(house, case)


def stored(house: House, case: Case) -> Case:
    """The case as it is in the database."""
    with house.database.reading() as session:
        found = session.get_one(Case, case.id)
        assert found.kept_identifiers is not None
        return found


def open_change(house: House, case: Case) -> CaseChange:
    """The change that is being written or waits."""
    with house.database.reading() as session:
        found = queries.open_change(session, case.id)
        assert found is not None
        return found
