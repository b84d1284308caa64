"""Doubt about an item: a learner's silences it, that of the answers asks moderators, and its editors never judge."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import services as accounts
from app.accounts.models import Account
from app.accounts.passwords import hash_password
from app.accounts.rules import Occupation
from app.kernel.errors import Conflict, NotAllowed, NotFound, Refusal, WrongStep
from app.kernel.outbox import Outbox, deliver_due
from app.moderation.models import Flag, Review
from app.moderation.rules import Decision, Reason, ReviewKind, ReviewStatus
from app.ops.house import House
from app.policy.actor import Role
from app.quizzes import alarms, following, jobs, queries, services
from app.quizzes.models import Attempt, Item
from app.quizzes.rules import WATCHED_FROM, Answers, ItemStatus, doubts_key
from app.wiring import subscriptions
from tests.cases.making import published_case as noise
from tests.clock import HeldClock
from tests.moderation.making import claim, decide, review_of
from tests.people import People
from tests.quizzes.making import EXPLANATION, key_of, live_item, wrong_of
from tests.quizzes.test_following import hide, is_asked, show_again, status_of


@pytest.fixture
def item(house: House, people: People) -> Item:
    """A live item that faculty Faye has accepted, about Clara's case; Sam has answered it, Sofia hasn't."""
    noise(house, people, author="omar")
    made = live_item(house, people)
    answer(house, people, made, "sam", key_of(made))
    return made


def answer(house: House, people: People, item: Item, name: str, position: int) -> None:
    actor = people.actor(name)
    with house.database.writing() as session:
        found = session.get_one(Item, item.id)
        services.answer(
            session,
            actor,
            found,
            option_position=position,
            sitting=f"{actor.at.timestamp()}",
            certainty=None,
            at=actor.at,
        )


def flag(house: House, people: People, item: Item, name: str = "sam", reason: Reason = Reason.WRONG_KEY) -> Review:
    actor = people.actor(name)
    with house.database.writing() as session:
        found = session.get_one(Item, item.id)
        return alarms.flag_item(session, actor, found, reason=reason, at=house.clock.now())


def judge(house: House, people: People, item: Item, decision: Decision) -> None:
    review = review_of(house, ReviewKind.ITEM_ALARM, item.id)
    decide(house, people, review, decision, reasons=(Reason.WRONG_KEY,))
    deliver_due(house.database, house.clock, subscriptions(house))


def now(house: House, item: Item) -> Item:
    with house.database.reading() as session:
        return session.get_one(Item, item.id)


def test_a_learner_flags_what_they_have_answered_and_nobody_is_asked_it_any_more(
    house: House, people: People, item: Item
) -> None:
    sam, address = people.client("sam"), f"/items/{item.id}/flag"
    sent = {"option": str(key_of(item)), "sitting": str(uuid4())}
    page = sam.post(f"/study/{item.id}", data=sent, follow_redirects=True).text
    assert f'href="{address}"' in page
    assert sam.get(address).status_code == 200
    assert sam.post(address, data={"reason": "wrong_key", "note": "It is option B."}).status_code == 302
    assert not is_asked(house, people, item)
    assert people.client("sofia").get(f"/study/{item.id}").status_code == 404
    review = review_of(house, ReviewKind.ITEM_ALARM, item.id)
    page = people.client("max").get(f"/moderation/{review.id}").text
    for words in (
        "The answer that counts as right is wrong",
        "It is option B.",
        EXPLANATION,
        "1 person chose it first",
    ):
        assert words in page
    assert "Somebody has flagged this question" in people.client("faye").get(f"/items/{item.id}").text
    assert "Flagged quiz item" in sam.get("/account/flags").text


@pytest.mark.parametrize("name", ["sofia", "clara", "nobody"])
def test_whoever_has_not_answered_it_flags_nothing(house: House, people: People, item: Item, name: str) -> None:
    client, address = people.client(name), f"/items/{item.id}/flag"
    wanted = 403 if name == "nobody" else 404
    assert client.get(address).status_code == wanted
    assert client.post(address, data={"reason": "wrong_key"}).status_code == wanted
    with pytest.raises(NotFound):
        flag(house, people, item, name)
    assert status_of(house, item) is ItemStatus.LIVE


def test_a_guest_is_sent_to_sign_in(app: Flask, item: Item) -> None:
    assert "/sign-in" in app.test_client().get(f"/items/{item.id}/flag").location


@pytest.mark.parametrize("typed", [{}, {"reason": "face"}, {"reason": "other", "note": "  "}])
def test_a_flag_without_a_reason_silences_nothing(
    house: House, people: People, item: Item, typed: dict[str, str]
) -> None:
    assert people.client("sam").post(f"/items/{item.id}/flag", data=typed).status_code == 422
    assert status_of(house, item) is ItemStatus.LIVE


def test_nothing_wrong_and_it_is_asked_again(house: House, people: People, item: Item) -> None:
    flag(house, people, item)
    judge(house, people, item, Decision.RESTORE)
    assert is_asked(house, people, item)
    with pytest.raises(Conflict):  # moderators have looked at this person's objection
        flag(house, people, item)
    assert is_asked(house, people, item)


def test_its_editor_is_asked_for_changes_and_it_is_live_once_accepted_anew(
    house: House, people: People, item: Item
) -> None:
    flag(house, people, item)
    judge(house, people, item, Decision.REQUEST_CHANGES)
    assert status_of(house, item) is ItemStatus.DRAFT
    page = people.client("faye").get(f"/items/{item.id}").text
    assert "A moderator asks for changes." in page
    assert "The answer that counts as right is wrong" in page
    house.clock.move(timedelta(hours=1))  # type: ignore[attr-defined]
    faye, at = people.actor("faye"), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Item, item.id)
        services.accept(session, Outbox(session, at), faye, found, version=found.version, at=at)
    jobs.heed_decision(house.database, house.clock, review_of(house, ReviewKind.ITEM_ALARM, item.id).id)  # told twice
    assert is_asked(house, people, item)


def test_a_retired_item_keeps_nothing(house: House, people: People, item: Item) -> None:
    flag(house, people, item)
    judge(house, people, item, Decision.RETIRE)
    assert status_of(house, item) is ItemStatus.RETIRED
    assert now(house, item).stem == ""
    review = review_of(house, ReviewKind.ITEM_ALARM, item.id)
    assert review.status is ReviewStatus.DECIDED
    assert "This question has been taken out" in people.client("max").get(f"/moderation/{review.id}").text


def test_a_case_that_is_shown_again_does_not_wake_a_flagged_item(house: House, people: People, item: Item) -> None:
    flag(house, people, item)
    hide(house, people, item)
    show_again(house, people, item)
    deliver_due(house.database, house.clock, subscriptions(house))
    assert not is_asked(house, people, item)


def test_a_flagged_item_is_not_accepted_before_moderators_have_decided(
    house: House, people: People, item: Item
) -> None:
    flag(house, people, item)
    faye = people.actor("faye")
    with house.database.writing() as session:
        found = session.get_one(Item, item.id)
        services.edit(session, faye, found, queries.text_of(found), version=found.version, at=faye.at)
        with pytest.raises(WrongStep, match="flagged this item"):
            services.accept(session, Outbox(session, faye.at), faye, found, version=found.version, at=faye.at)
    with pytest.raises(IntegrityError), house.database.writing() as session:
        session.execute(update(Item).where(Item.id == item.id).values(status="live", accepted_by=faye.id))


def test_the_review_of_an_item_whose_case_ends_is_dropped(house: House, people: People, item: Item) -> None:
    flag(house, people, item)
    with house.database.writing() as session:
        following.retire(session, session.get_one(Item, item.id), house.clock.now())
    assert review_of(house, ReviewKind.ITEM_ALARM, item.id).status is ReviewStatus.VOID


def test_i5_nobody_decides_about_an_item_they_wrote_in_or_accepted(house: House, people: People, item: Item) -> None:
    with house.database.writing() as session:  # faculty Faye and moderator Max, who is faculty too, have edited it
        for name in ("faye", "max"):
            account = people.account_in(session, name)
            role = Role.MODERATOR if name == "faye" else Role.FACULTY
            accounts.grant_role(session, account, role, by=None, at=house.clock.now())
    max_, faye, at = people.actor("max"), people.actor("faye"), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Item, item.id)
        services.edit(session, max_, found, queries.text_of(found), version=found.version, at=at)
        services.accept(session, Outbox(session, at), faye, found, version=found.version, at=at)
    review = flag(house, people, item)
    for name in ("max", "faye"):
        client = people.client(name)
        assert client.get(f"/moderation/{review.id}").status_code == 404
        assert f'href="/moderation/{review.id}"' not in client.get("/moderation").text
        with pytest.raises(NotAllowed):
            claim(house, people, review, name)
    assert f'href="/moderation/{review.id}"' in people.client("mona").get("/moderation").text
    assert people.client("mona").get(f"/moderation/{review.id}").status_code == 200


def test_changes_and_retiring_need_a_reason(house: House, people: People, item: Item) -> None:
    review = flag(house, people, item)
    for decision in (Decision.REQUEST_CHANGES, Decision.RETIRE):
        with pytest.raises(Refusal):
            decide(house, people, review, decision)


def test_thirty_two_equal_flags_are_one(house: House, people: People, item: Item) -> None:
    def one(_number: int) -> bool:
        try:
            flag(house, people, item)
        except (Conflict, NotFound):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(32))).count(True) == 1
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Flag)) == 1


def crowd(house: House, item: Item, positions: Iterable[int]) -> None:
    """One new person's first answer for each of these positions, and a second that was the key."""
    at, key = house.clock.now(), key_of(item)
    with house.database.writing() as session:
        known = session.scalar(select(func.max(Account.id))) or 0
        for number, position in enumerate(positions, known + 1):
            account = Account(
                email=f"{number}@crowd.example",
                name=f"Number {number}",
                password_hash=HASH,
                occupation=Occupation.STUDENT_MEDICINE,
                country="SE",
                created_at=at,
            )
            session.add(account)
            session.flush()
            for sitting, chosen in (("first", position), ("second", key)):
                session.add(
                    Attempt(
                        account_id=account.id,
                        item_id=item.id,
                        sitting=sitting,
                        option_position=chosen,
                        is_correct=chosen == key,
                        at=at,
                    )
                )
                session.flush()


HASH = hash_password("nobody signs in with this")


def alarms_of(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).where(Review.kind == ReviewKind.ITEM_ALARM)) or 0


def test_answers_that_speak_against_the_key_ask_moderators_and_silence_nothing(
    house: House, people: People, item: Item
) -> None:
    crowd(house, item, [wrong_of(item)] * 20 + [key_of(item)] * (WATCHED_FROM - 22))
    assert jobs.watch_items(house.database, house.clock) == 0  # with Sam's, one answer too few
    crowd(house, item, [wrong_of(item)])
    assert jobs.watch_items(house.database, house.clock) == 1
    assert jobs.watch_items(house.database, house.clock) == 0
    assert is_asked(house, people, item)
    review = review_of(house, ReviewKind.ITEM_ALARM, item.id)
    page = people.client("max").get(f"/moderation/{review.id}").text
    assert "The answers speak against its key" in page
    assert "21 people chose it first" in page


def test_it_asks_once_for_each_accepted_version(house: House, people: People, item: Item, clock: HeldClock) -> None:
    crowd(house, item, [wrong_of(item)] * WATCHED_FROM)
    assert jobs.watch_items(house.database, house.clock) == 1
    judge(house, people, item, Decision.RESTORE)
    clock.move(timedelta(days=1))
    assert jobs.watch_items(house.database, house.clock) == 0
    faye, at = people.actor("faye"), clock.now()
    with house.database.writing() as session:
        found = session.get_one(Item, item.id)
        services.edit(session, faye, found, queries.text_of(found), version=found.version, at=at)
        services.accept(session, Outbox(session, at), faye, found, version=found.version, at=at)
    assert jobs.watch_items(house.database, house.clock) == 0  # answers to the former version don't count
    crowd(house, now(house, item), [wrong_of(item)] * WATCHED_FROM)
    assert jobs.watch_items(house.database, house.clock) == 1
    assert alarms_of(house) == 1


def test_a_good_item_is_left_alone(house: House, item: Item) -> None:
    crowd(house, item, [key_of(item)] * 20 + [wrong_of(item)] * 12)
    assert jobs.watch_items(house.database, house.clock) == 0


def test_an_item_that_is_not_asked_is_not_watched(house: House, people: People, item: Item) -> None:
    crowd(house, item, [wrong_of(item)] * WATCHED_FROM)
    flag(house, people, item)
    assert jobs.watch_items(house.database, house.clock) == 0


@given(st.lists(st.integers(0, 40), min_size=4, max_size=5))
def test_the_key_is_doubted_exactly_where_the_rule_says(counts: list[int]) -> None:
    answers = [Answers(position, is_key=position == 0, count=count) for position, count in enumerate(counts)]
    right, total = counts[0], sum(counts)
    enough = total >= 30
    assert doubts_key(answers) == (enough and (right / total < 0.2 or max(counts[1:]) > right))
