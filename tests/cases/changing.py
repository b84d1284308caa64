"""Changes of published cases for tests: written, submitted and decided through the services, committed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.cases import queries, services
from app.cases.changes import as_if, words_in
from app.cases.content import PictureWords, content_of
from app.cases.identifiers import look_through_case
from app.cases.models import Case, CaseChange, CasePicture
from app.cases.rules import ChangeConsent, ChangeReason
from app.cases.services import Statement
from app.deid.answering import Answer, Question
from app.kernel.outbox import Outbox
from app.media.rules import Sign
from app.ops.house import House
from tests.cases.making import received_image
from tests.people import People

CORRECTION = Statement(ChangeReason.CORRECTION, ChangeConsent.GIVEN_COVERS)
ASKED = Statement(ChangeReason.MORE_KNOWN, ChangeConsent.ASKED_AGAIN)
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


def answer(house: House, people: People, case: Case, answers: Mapping[str, Answer]) -> CaseChange:
    """The author answers what was found in the change's text, by the questions' keys."""
    actor = people.actor("clara")
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        return services.answer_change_identifiers(session, actor, found, answers, at=house.clock.now())


def questions(house: House, case: Case) -> tuple[Question, ...]:
    """What is asked about the change's text."""
    with house.database.reading() as session:
        change = queries.open_change(session, case.id)
        assert change is not None
        return look_through_case(as_if(session.get_one(Case, case.id), change)).questions


def send_back(house: House, people: People, case: Case, *, moderator: str = "max") -> None:
    """A moderator asks for more."""
    actor = people.actor(moderator)
    with house.database.writing() as session:
        services.return_change(session, actor, session.get_one(Case, case.id), at=house.clock.now())


def take_back(house: House, people: People, case: Case) -> None:
    """The author goes on writing."""
    actor, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        services.take_back_change(session, Outbox(session, at), actor, found, at=at)


def drop(house: House, people: People, case: Case) -> None:
    """The author gives the change up."""
    actor, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        services.drop_change(session, Outbox(session, at), actor, session.get_one(Case, case.id), at=at)


def hide(house: House, people: People, case: Case) -> None:
    """Somebody has flagged the case."""
    actor, at = people.actor("omar"), house.clock.now()
    with house.database.writing() as session:
        services.hide(session, Outbox(session, at), actor, session.get_one(Case, case.id), at=at)


def plan(house: House, people: People, case: Case, *, is_confirmed: bool = True) -> CasePicture:
    """The author adds a picture to the change."""
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        image = received_image(session, house.store, clara.account_id, at=at)
        picture = services.plan_picture(session, clara, found, image, at=at)
        if is_confirmed:
            seen, signs = image.content_hash, tuple(Sign)
            services.confirm_picture(session, clara, found, picture, content_hash=seen, signs=signs, at=at)
    return picture


def describe(house: House, people: People, case: Case, picture: CasePicture, order: list[int]) -> None:
    """The author describes the new picture and says which ones there are to be."""
    clara = people.actor("clara")
    with house.database.writing() as session:
        found, change = session.get_one(Case, case.id), queries.open_change(session, case.id)
        assert change is not None
        said, words = content_of(found), {picture.id: PictureWords("New", "A thumb")}
        services.write_change(
            session, clara, found, said, words=words, order=order, version=change.version, at=house.clock.now()
        )


def kept_words(session: Session, case_id: int) -> str:
    """All that the tables of changes and revisions still say about the case."""
    of_case = {"id": case_id}
    rows = session.execute(
        text("SELECT content, submitted, formerly, kept, note FROM case_change WHERE case_id = :id"), of_case
    ).all()
    revisions = session.scalars(text("SELECT content FROM case_revision WHERE case_id = :id"), of_case).all()
    said = "".join(str(value) for row in rows for value in row) + "".join(map(str, revisions))
    return said.translate(str.maketrans("", "", "{}[]"))
