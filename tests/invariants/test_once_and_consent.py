"""I13 and I14: one of each, whoever is faster; and consent that is in force, or isn't."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.models import Account
from app.cases.models import Case
from app.consent import queries as consents
from app.consent import services
from app.consent.rules import Scope
from app.kernel.errors import Conflict, Refusal
from app.kernel.outbox import Outbox
from app.learning import services as learning
from app.moderation import services as moderation
from app.moderation.models import Flag, Review
from app.ops.house import House
from app.quizzes.models import Attempt, Item
from app.threads import services as threads
from app.threads.models import Opinion
from app.threads.services import Guess
from tests.cases.making import published_case
from tests.clock import HeldClock
from tests.consent.making import consented_draft, terms
from tests.consent.making import published_case as under_consent
from tests.moderation.making import submitted
from tests.people import People
from tests.quizzes.making import live_item

AT_ONCE = 8


def race(one: Callable[[int], object]) -> None:
    """The same thing, eight times at once; refusals are what is expected of most."""

    def quietly(number: int) -> None:
        with suppress(Refusal, IntegrityError, StaleDataError):
            one(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(quietly, range(AT_ONCE)))


def count(house: House, model: type) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_i13_of_equal_things_at_once_there_is_one_and_the_database_refuses_a_second(
    house: House, people: People
) -> None:
    at, case, item = house.clock.now(), published_case(house, people), live_item(house, people)
    sam, judges = people.actor("sam"), [people.actor(name) for name in ("max", "mona")]
    review = submitted(house, people, author="priya")
    before = count(house, Opinion)

    def opine(_: int) -> None:
        with house.database.writing() as session:
            found = session.get_one(Case, case.id)
            threads.give_opinion(
                session, Outbox(session, at), sam, found, [Guess("Scabies", "")], certainty=None, at=at
            )

    def answer(_: int) -> None:
        with house.database.writing() as session:
            asked = session.get_one(Item, item.id)
            learning.answer(session, sam, asked, option_position=1, sitting="0" * 36, certainty=None, at=at)

    def claim(number: int) -> None:
        with house.database.writing() as session:
            moderation.claim(session, judges[number % 2], session.get_one(Review, review.id), at=at)

    for one in (opine, answer, claim):
        race(one)
    assert (count(house, Opinion) - before, count(house, Attempt)) == (1, 1)
    with house.database.reading() as session:
        holder = session.get_one(Review, review.id).claimed_by
    [other] = [judge for judge in judges if judge.id != holder]
    with pytest.raises(Conflict), house.database.writing() as session:
        moderation.claim(session, other, session.get_one(Review, review.id), at=at)
    for model in (Opinion, Attempt):
        with house.database.reading() as session:
            row = session.execute(select(model.__table__).order_by(model.id.desc()).limit(1)).mappings().one()
        with pytest.raises(IntegrityError), house.database.writing() as session:
            session.execute(insert(model).values({**row, "id": 4711}))
    with house.database.writing() as session:
        flag = {"review_id": review.id, "account_id": sam.account_id, "reason": "face", "note": "", "at": at}
        session.execute(insert(Flag).values(flag))
    with pytest.raises(IntegrityError), house.database.writing() as session:
        session.execute(insert(Flag).values(flag))


def test_i14_consent_is_in_force_for_its_scopes_until_it_ends_and_its_end_is_the_cases(
    house: House, people: People, clock: HeldClock
) -> None:
    ends = clock.now() + timedelta(days=30)
    made = under_consent(house, people, scopes=frozenset({Scope.LIBRARY, Scope.QUIZ}), expires_at=ends)
    kept = under_consent(house, people, author="omar")

    def uses(case: Case) -> set[Scope]:
        with house.database.reading() as session:
            return {scope for scope in Scope if consents.in_force(session, case.id, scope, clock.now())}

    assert uses(made.case) == {Scope.LIBRARY, Scope.QUIZ}
    assert uses(kept.case) == set(Scope)
    clock.move(timedelta(days=30))
    assert uses(made.case) == set()
    assert people.client("sam").get(f"/cases/{made.case.id}").status_code in (404, 410)
    with house.database.writing() as session:
        services.withdraw_by_receipt(session, Outbox(session, clock.now()), kept.code, at=clock.now())
        assert session.get_one(Case, kept.case.id).is_gone  # in the same transaction
    assert uses(kept.case) == set()


def test_i14_consent_under_an_unknown_form_is_none(house: House, people: People) -> None:
    draft, clara, at = consented_draft(house, people).case, people.actor("clara"), house.clock.now()
    with pytest.raises(Refusal), house.database.writing() as session:
        unknown = terms(at, form_version="of nobody")
        services.record(session, Outbox(session, at), clara, session.get_one(Case, draft.id), unknown, at=at)
    assert count(house, Account) > 0
