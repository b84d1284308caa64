"""Answers: marked once, never changed, and nothing told before them."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound, Refusal
from app.ops.house import House
from app.policy.actor import Actor
from app.quizzes import queries, services
from app.quizzes.models import Attempt, Item
from app.quizzes.question import Feedback, ask
from app.quizzes.rules import Sureness
from tests.people import People
from tests.quizzes.making import EXPLANATION, TEACHING, drafted_item, key_of, live_item, wrong_of


def give(session: Session, actor: Actor, item: Item, position: int, sitting: str = "one") -> Attempt:
    return services.answer(
        session,
        actor,
        session.get_one(Item, item.id),
        option_position=position,
        sitting=sitting,
        certainty=Sureness.SURE,
        at=actor.at,
    )


def test_an_answer_is_marked(house: House, people: People) -> None:
    item, sam = live_item(house, people), people.actor("sam")
    with house.database.writing() as session:
        assert give(session, sam, item, key_of(item)).is_correct
        assert not give(session, sam, item, wrong_of(item), "two").is_correct


def test_i13_the_same_sitting_gives_the_first_answer_unchanged(house: House, people: People) -> None:
    item, sam, sofia = live_item(house, people), people.actor("sam"), people.actor("sofia")
    with house.database.writing() as session:
        give(session, sofia, item, key_of(item))
        first = give(session, sam, item, wrong_of(item))
        assert give(session, sam, item, key_of(item)) is first
        assert not first.is_correct
        assert session.scalar(select(func.count()).select_from(Attempt)) == 2


def test_i13_the_database_refuses_a_second_attempt(house: House, people: People, session: Session) -> None:
    item, sam = live_item(house, people), people.actor("sam")
    for _time in range(2):
        session.add(
            Attempt(
                account_id=sam.id,
                item_id=item.id,
                sitting="one",
                option_position=1,
                is_correct=True,
                at=sam.at,
            )
        )
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_attempt_cannot_be_changed_or_deleted(house: House, people: People) -> None:
    item, sam = live_item(house, people), people.actor("sam")
    with house.database.writing() as session:
        attempt = give(session, sam, item, wrong_of(item))
    with pytest.raises(DatabaseError, match="append-only"), house.database.writing() as session:
        session.execute(update(Attempt).values(is_correct=True))
    with pytest.raises(DatabaseError, match="append-only"), house.database.writing() as session:
        session.delete(session.get_one(Attempt, attempt.id))


def test_only_a_live_item_of_somebody_else_can_be_answered(house: House, people: People) -> None:
    draft, live = drafted_item(house, people), live_item(house, people)
    sam, clara, stranger = people.actor("sam"), people.actor("clara"), people.actor("nobody")
    with house.database.writing() as session:
        with pytest.raises(NotFound):
            give(session, sam, draft, key_of(draft))
        with pytest.raises(NotFound):
            give(session, clara, live, key_of(live))
        assert give(session, sam, live, key_of(live)).is_correct
        assert queries.question_for(session, stranger, live.id) is not None, "reading is the gate's business"


@pytest.mark.parametrize("position", [0, -1, 99])
def test_an_option_that_is_not_offered_cannot_be_chosen(house: House, people: People, position: int) -> None:
    item, sam = live_item(house, people), people.actor("sam")
    with house.database.writing() as session, pytest.raises(Refusal):
        give(session, sam, item, position)


def test_i12_a_question_has_no_place_for_a_key(house: House, people: People) -> None:
    item = live_item(house, people)
    with house.database.reading() as session:
        question = ask(session.get_one(Item, item.id))
        told = {name: value for name, value in vars(question).items() if name != "pictures"}
        choices = [asdict(choice) for choice in question.choices]
    assert set(told) == {"item_id", "stem", "lead_in", "choices"}
    assert all(set(choice) == {"position", "text"} for choice in choices)
    assert EXPLANATION not in str(told)
    assert TEACHING not in str(told)


def test_i12_feedback_needs_a_stored_attempt_at_that_item(house: House, people: People) -> None:
    item, other, sam = live_item(house, people), live_item(house, people, title="Noise"), people.actor("sam")
    with house.database.writing() as session:
        stored = session.get_one(Item, item.id)
        unsaved = Attempt(account_id=sam.id, item_id=item.id, sitting="one", option_position=1, is_correct=True)
        with pytest.raises(ValueError, match="stored attempt"):
            Feedback(stored, unsaved)
        elsewhere = give(session, sam, other, key_of(other))
        with pytest.raises(ValueError, match="this very item"):
            Feedback(stored, elsewhere)


def test_feedback_says_what_is_right_what_was_chosen_and_why(house: House, people: People) -> None:
    item, sam = live_item(house, people), people.actor("sam")
    with house.database.writing() as session:
        attempt = give(session, sam, item, wrong_of(item))
        feedback = Feedback(session.get_one(Item, item.id), attempt)
    assert not feedback.is_correct
    assert [option.text for option in feedback.options if option.is_key] == ["Scabies"]
    assert [option.is_key for option in feedback.options if option.is_chosen] == [False]
    assert {option.text: option.argued_by for option in feedback.options}["Eczema"] == 2
    assert feedback.teaching_point == TEACHING
    assert not feedback.edited_since
