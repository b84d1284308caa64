"""An answer and its schedule: one transaction, one of each, whatever comes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import EndReason
from app.kernel.outbox import Outbox
from app.learning import queries, services
from app.learning.models import Card, CardReview
from app.ops.house import House
from app.policy.actor import Actor
from app.quizzes.models import Attempt, Item
from app.quizzes.rules import Sureness
from tests.clock import HeldClock
from tests.people import People
from tests.quizzes.making import key_of, live_item, wrong_of


def give(house: House, actor: Actor, item: Item, position: int, sitting: str | None = None) -> queries.Outcome:
    with house.database.writing() as session:
        return services.answer(
            session,
            actor,
            session.get_one(Item, item.id),
            option_position=position,
            sitting=sitting or str(uuid4()),
            certainty=Sureness.GUESSING,
            at=house.clock.now(),
        )


def count(house: House, table: type[Attempt | Card | CardReview]) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def due_items(house: House, people: People, name: str) -> list[int]:
    with house.database.reading() as session:
        return [card.item_id for card in session.scalars(queries.due(people.actor(name)))]


def test_i13_many_equal_answers_at_once_are_one(house: House, people: People) -> None:
    item, sam = live_item(house, people), people.actor("sam")
    with ThreadPoolExecutor(32) as pool:
        outcomes = list(pool.map(lambda _n: give(house, sam, item, wrong_of(item), "one"), range(32)))
    assert len({outcome.attempt.id for outcome in outcomes}) == 1
    assert (count(house, Attempt), count(house, Card), count(house, CardReview)) == (1, 1, 1)


def test_many_sittings_at_once_share_one_card(house: House, people: People) -> None:
    item, sam = live_item(house, people), people.actor("sam")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: give(house, sam, item, key_of(item), f"sitting {n}"), range(8)))
    assert (count(house, Attempt), count(house, Card), count(house, CardReview)) == (8, 1, 8)


def test_a_wrong_answer_is_due_sooner_than_a_right_one(house: House, people: People) -> None:
    item = live_item(house, people)
    wrong = give(house, people.actor("sam"), item, wrong_of(item)).card.due_at - house.clock.now()
    right = give(house, people.actor("sofia"), item, key_of(item)).card.due_at - house.clock.now()
    assert wrong == timedelta(minutes=10)
    assert right >= timedelta(days=1)


def test_pauses_grow_over_repeated_right_answers(house: House, people: People, clock: HeldClock) -> None:
    item, pauses = live_item(house, people), []
    for _time in range(4):
        due_at = give(house, people.actor("sam"), item, key_of(item)).card.due_at
        pauses.append(due_at - clock.now())
        clock.move(pauses[-1])
    assert pauses == sorted(set(pauses))
    assert pauses[-1] > timedelta(days=100)


def test_a_sitting_repeated_later_does_not_move_the_card(house: House, people: People, clock: HeldClock) -> None:
    item = live_item(house, people)
    first = give(house, people.actor("sam"), item, wrong_of(item), "one")
    clock.move(timedelta(days=1))
    again = give(house, people.actor("sam"), item, key_of(item), "one")
    assert again.card.due_at == first.card.due_at
    assert not again.feedback.is_correct


def test_each_review_is_kept_and_cannot_be_changed(house: House, people: People) -> None:
    item = live_item(house, people)
    outcome = give(house, people.actor("sam"), item, wrong_of(item))
    with house.database.reading() as session:
        review = session.scalars(select(CardReview)).one()
    assert (review.attempt_id, review.rating, review.due_at) == (outcome.attempt.id, 1, outcome.card.due_at)
    with pytest.raises(DatabaseError, match="append-only"), house.database.writing() as session:
        session.execute(update(CardReview).values(rating=4))


def test_the_due_queue_drops_hidden_and_withdrawn_cases_at_once(house: House, people: People, clock: HeldClock) -> None:
    hidden, withdrawn, stays = (live_item(house, people, title=f"Rash {letter}") for letter in "abc")
    for item in (hidden, withdrawn, stays):
        give(house, people.actor("sam"), item, wrong_of(item))
    moderator, author = people.actor("max"), people.account("clara").id
    clock.move(timedelta(hours=1))
    assert due_items(house, people, "sam") == [hidden.id, withdrawn.id, stays.id]
    with house.database.writing() as session:
        at, outbox = clock.now(), Outbox(session, clock.now())
        cases.hide(session, outbox, moderator, session.get_one(Case, hidden.case_id), at=at)
        case = session.get_one(Case, withdrawn.case_id)
        cases.end(session, outbox, author, case, reason=EndReason.PATIENT, at=at)
    assert due_items(house, people, "sam") == [stays.id]
    with house.database.reading() as session:
        assert queries.counts(session, people.actor("sam")) == queries.Counts(due=1, new=0)


def test_nobody_elses_cards_are_due_or_old_for_me(house: House, people: People, clock: HeldClock) -> None:
    item = live_item(house, people)
    give(house, people.actor("sofia"), item, wrong_of(item))
    clock.move(timedelta(hours=1))
    assert due_items(house, people, "sam") == []
    assert due_items(house, people, "sofia") == [item.id]
    with house.database.reading() as session:
        assert queries.counts(session, people.actor("sam")) == queries.Counts(due=0, new=1)
        assert queries.counts(session, people.actor("clara")) == queries.Counts(due=0, new=0)


def test_the_forecast_says_how_many_come_on_which_day(house: House, people: People, clock: HeldClock) -> None:
    wrong, right = live_item(house, people), live_item(house, people, title="Noise")
    give(house, people.actor("sam"), wrong, wrong_of(wrong))
    give(house, people.actor("sam"), right, key_of(right))
    with house.database.reading() as session:
        days = queries.forecast(session, people.actor("sam"))
    assert len(days) == 14
    assert days[0].day == clock.now().date()
    assert [number for number, day in enumerate(days) if day.count] == [0, 2]
    clock.move(timedelta(days=5))
    with house.database.reading() as session:
        assert queries.forecast(session, people.actor("sam"))[0].count == 2, "what is overdue counts for today"


def test_history_tells_how_it_went_by_specialty(house: House, people: People) -> None:
    item = live_item(house, people)
    give(house, people.actor("sam"), item, wrong_of(item))
    give(house, people.actor("sam"), item, key_of(item))
    give(house, people.actor("sofia"), item, key_of(item))
    with house.database.reading() as session:
        (line,) = queries.accuracy(session, people.actor("sam"))
        results = queries.recent(session, people.actor("sam"))
    assert (line.specialty.value, line.right, line.total) == ("dermatology", 1, 2)
    assert [(result.is_correct, result.is_live) for result in results] == [(True, True), (False, True)]
